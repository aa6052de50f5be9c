/** What else can be done to a saved run: another name, a file of it, away with it. */
import { Menu } from '@base-ui/react/menu';
import { Ellipsis } from 'lucide-react';
import type { Ref } from 'react';
import { useTranslation } from 'react-i18next';
import { weightsOfCheckpoint } from '#formats/checkpoint-weights.ts';
import {
  FORMAT_FILES,
  holdsNetwork,
  holdsState,
  WEIGHT_FORMATS,
  type WeightFormat,
  writeCheckpointAs,
  writeWeights,
} from '#formats/weight-formats.ts';
import { usePlayground } from '#store/react.ts';
import type { SavedRunSummary } from '#store/saved/saved-slice.ts';
import { trainedArchitecture } from '#training/trained-architecture.ts';
import { saveFile } from '#ui/save-file.ts';
import { fileNameOf } from '../file-name.ts';

type Exported = 'initialisation' | 'checkpoint';

function useExportRun(id: string) {
  const savedRun = usePlayground((state) => state.savedRun);
  const notify = usePlayground((state) => state.notify);
  return async (what: Exported, format: WeightFormat) => {
    try {
      const { checkpoint } = await savedRun(id);
      const weights = weightsOfCheckpoint(checkpoint);
      const bytes =
        what === 'checkpoint' ? writeCheckpointAs(checkpoint, format) : writeWeights(weights, format);
      saveFile(fileNameOf({ id: 'live', ...weights }, what, 0, format), bytes, FORMAT_FILES[format].mime);
    } catch (error) {
      notify(error);
    }
  };
}

interface RunMenuProps {
  readonly trigger: Ref<HTMLButtonElement>;
  readonly run: SavedRunSummary;
  readonly title: string;
  readonly isCurrent: boolean;
  readonly onRename: () => void;
}

export function RunMenu({ trigger, run, title, isCurrent, onRename }: RunMenuProps) {
  const { t } = useTranslation();
  const exportRun = useExportRun(run.id);
  const deleteRun = usePlayground((state) => state.deleteRun);
  const network = trainedArchitecture(run.settings);
  const networkFormats = WEIGHT_FORMATS.filter((format) => holdsNetwork(format, network));
  const items = (what: Exported, formats: readonly WeightFormat[]) =>
    formats.map((format) => (
      <Menu.Item key={format} className="menu-line" onClick={() => void exportRun(what, format)}>
        {t(`weights.formats.${format}`)}
      </Menu.Item>
    ));
  return (
    <Menu.Root>
      <Menu.Trigger
        ref={trigger}
        className="run-more"
        aria-label={t('runs.more', { name: title })}
        title={t('runs.moreHint')}
      >
        <Ellipsis size={16} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={4}>
          <Menu.Popup className="popup menu-popup">
            <Menu.Item className="menu-line" onClick={onRename}>
              {t('runs.rename')}
            </Menu.Item>
            <Menu.Item className="menu-line" disabled={isCurrent} onClick={() => void deleteRun(run.id)}>
              {t('runs.delete')}
            </Menu.Item>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{t('runs.exportInitialisation')}</Menu.GroupLabel>
              {items('initialisation', networkFormats)}
            </Menu.Group>
            <Menu.Group>
              <Menu.GroupLabel className="menu-label">{t('runs.exportCheckpoint')}</Menu.GroupLabel>
              {items('checkpoint', WEIGHT_FORMATS.filter(holdsState))}
            </Menu.Group>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
