/** Saves the figure beside it; what it takes to do so is loaded when it is first asked for. */
import { Menu } from '@base-ui/react/menu';
import { Download } from 'lucide-react';
import type { RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import type { FigureWords } from './figure-frame.ts';
import type { ChartTable } from './save-chart.ts';

interface ChartMenuProps {
  /** The drawing, or what it stands in. */
  readonly figure: RefObject<Element | null>;
  /** What the figure is called, in lower case with hyphens: the name of the file. */
  readonly name: string;
  /** What the picture says beside the drawing, asked for when it is saved. */
  readonly words: () => FigureWords;
  /** The numbers of the figure, asked for when they are saved. */
  readonly table: () => ChartTable;
}

const FORMATS = ['svg', 'png', 'csv'] as const;

export function ChartMenu({ figure, name, words, table }: ChartMenuProps) {
  const { t } = useTranslation();
  const save = async (format: (typeof FORMATS)[number]) => {
    const { saveChart } = await import('./save-chart.ts');
    if (figure.current === null) return;
    await saveChart(format, { figure: figure.current, name, words, table });
  };
  return (
    <Menu.Root>
      <Menu.Trigger className="chart-menu" aria-label={t('chart.save')} title={t('chart.save')}>
        <Download size={15} aria-hidden />
      </Menu.Trigger>
      <Menu.Portal>
        <Menu.Positioner className="floating" align="end" sideOffset={4}>
          <Menu.Popup className="popup menu-popup">
            {FORMATS.map((format) => (
              <Menu.Item key={format} className="menu-line" onClick={() => void save(format)}>
                {t(`chart.${format}`)}
              </Menu.Item>
            ))}
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}
