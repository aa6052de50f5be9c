/** Comparing for real: over many tasks, over amplitude and phase, with published figures. */
import { Tabs } from '@base-ui/react/tabs';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { familyOf } from '#families/family-of.ts';
import type { ComparisonView } from '#store/compare/comparison-slice.ts';
import { usePlayground } from '#store/react.ts';
import { ErrorMapSection } from './error-map.tsx';
import { EvaluationSection } from './evaluation.tsx';
import { PublishedSection } from './published.tsx';

type SectionId = ComparisonView['section'];

/** What stands beyond the first is of curves. */
const SECTIONS: readonly (readonly [SectionId, ComponentType])[] = [
  ['evaluate', EvaluationSection],
  ['map', ErrorMapSection],
  ['published', PublishedSection],
];

export function ComparePanel() {
  const { t } = useTranslation();
  const family = usePlayground((state) => state.settings.family);
  const sections = familyOf({ family }).view === 'curve' ? SECTIONS : SECTIONS.slice(0, 1);
  const section = usePlayground(({ comparisonView }) =>
    sections.some(([id]) => id === comparisonView.section) ? comparisonView.section : 'evaluate',
  );
  const setView = usePlayground((state) => state.setComparisonView);
  return (
    <Tabs.Root
      className="compare"
      value={section}
      onValueChange={(chosen: SectionId) => setView({ section: chosen })}
    >
      <Tabs.List className="section-tabs" aria-label={t('panels.compare')}>
        {sections.map(([id]) => (
          <Tabs.Tab key={id} value={id} className="tab section-tab">
            {t(`compare.sections.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sections.map(([id, Section]) => (
        <Tabs.Panel key={id} value={id}>
          <Section />
        </Tabs.Panel>
      ))}
    </Tabs.Root>
  );
}
