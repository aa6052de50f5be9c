/** Comparing for real: over many tasks, over amplitude and phase, with published figures. */
import { Tabs } from '@base-ui/react/tabs';
import type { ComponentType } from 'react';
import { useTranslation } from 'react-i18next';
import { useShallow } from 'zustand/react/shallow';
import type { ComparisonSection } from '#store/compare/comparison-slice.ts';
import { usePlayground } from '#store/react.ts';
import { ErrorMapSection } from './error-map.tsx';
import { EvaluationSection } from './evaluation.tsx';
import { PublishedSection } from './published.tsx';
import { comparisonSections } from './sections.ts';

const SECTIONS: Readonly<Record<ComparisonSection, ComponentType>> = {
  evaluate: EvaluationSection,
  map: ErrorMapSection,
  published: PublishedSection,
};

export function ComparePanel() {
  const { t } = useTranslation();
  const sections = usePlayground(useShallow(({ settings }) => comparisonSections(settings)));
  const section = usePlayground(({ comparisonView }) =>
    sections.includes(comparisonView.section) ? comparisonView.section : 'evaluate',
  );
  const setView = usePlayground((state) => state.setComparisonView);
  return (
    <Tabs.Root
      className="compare"
      value={section}
      onValueChange={(chosen: ComparisonSection) => setView({ section: chosen })}
    >
      <Tabs.List className="section-tabs" aria-label={t('panels.compare')}>
        {sections.map((id) => (
          <Tabs.Tab key={id} value={id} className="tab section-tab">
            {t(`compare.sections.${id}`)}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {sections.map((id) => {
        const Section = SECTIONS[id];
        return (
          <Tabs.Panel key={id} value={id}>
            <Section />
          </Tabs.Panel>
        );
      })}
    </Tabs.Root>
  );
}
