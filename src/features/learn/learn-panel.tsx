/** Being taught: the tours, both loops as a picture, what is computed with its numbers, and every symbol explained. */
import { type ComponentType, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { LEARN_SECTIONS, type LearnSection } from '#store/page/learn-slice.ts';
import { usePlayground } from '#store/react.ts';
import { FormulasView } from './formulas-view.tsx';
import { GlossaryView } from './glossary-view.tsx';
import { LoopsView } from './loops-view.tsx';
import { TourList } from './tour-list.tsx';

const SECTIONS: Readonly<Record<LearnSection, ComponentType>> = {
  tours: TourList,
  loops: LoopsView,
  formulas: FormulasView,
  glossary: GlossaryView,
};

export function LearnPanel() {
  const { t } = useTranslation();
  const section = usePlayground((state) => state.learnSection);
  const showLearn = usePlayground((state) => state.showLearn);
  const Section = SECTIONS[section];
  return (
    <div className="panel">
      <div className="segmented" role="group" aria-label={t('learn.sections')}>
        {LEARN_SECTIONS.map((id) => (
          <button key={id} type="button" aria-pressed={id === section} onClick={() => showLearn(id)}>
            {t(`learn.section.${id}`)}
          </button>
        ))}
      </div>
      <Suspense>
        <Section />
      </Suspense>
    </div>
  );
}
