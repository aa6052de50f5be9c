/** The initialisations in numbers: now, beside their curves over the inner steps, or after every step. */
import { lazy, Suspense, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOfFamily, shownEntrants } from '#store/contestants/contestants.ts';
import { usePlayground } from '#store/react.ts';
import { NUMBERS_VIEWS } from '#store/page/view-slice.ts';
import { Segmented } from '#ui/segmented.tsx';
import { isSpelt, type Quantity, useMainQuantity, useQuantities, useQuantityName } from '../quantities.ts';
import { ContestantMenu } from './contestant-menu.tsx';
import { NowTable } from './now-table.tsx';
import { StepCurves } from './step-curves.tsx';

/** The page opens on the numbers of one step. */
const EveryStepTable = lazy(async () => ({
  default: (await import('./every-step-table.tsx')).EveryStepTable,
}));

/** More rows than these are a line each. */
const MOST_WITH_ORIGIN = 3;

export function ContestantsTable() {
  const { t } = useTranslation();
  const view = usePlayground((state) => state.numbersView);
  const setView = usePlayground((state) => state.showNumbers);
  const [wish, setQuantity] = useState<Quantity | null>(null);
  const quantities = useQuantities();
  const mainQuantity = useMainQuantity();
  const nameOf = useQuantityName();
  const quantity = wish !== null && quantities.includes(wish) ? wish : mainQuantity;
  const contestants = usePlayground((state) => state.contestants);
  const hidden = usePlayground((state) => state.hidden);
  const family = usePlayground((state) => state.settings.family);
  const section = useRef<HTMLElement>(null);
  const shown = shownEntrants(contestants, hidden, { family }).filter((one) => isOfFamily(one, { family }));

  const quantityChoice = (
    <Segmented
      label={t('table.quantity')}
      value={quantity}
      options={quantities.map((value) => ({
        value,
        label: nameOf(value),
        text: <span className={isSpelt(value) ? undefined : 'symbol'}>{t(`table.short.${value}`)}</span>,
      }))}
      onChange={setQuantity}
    />
  );
  return (
    <section
      data-tour="contestants"
      className={shown.length > MOST_WITH_ORIGIN ? 'contestants many' : 'contestants'}
      data-view={view}
      ref={section}
      aria-label={t('panels.contestants')}
    >
      <div className="contestants-bar">
        <Segmented
          label={t('table.view')}
          value={view}
          options={NUMBERS_VIEWS.map((value) => ({ value, text: t(`table.views.${value}`) }))}
          onChange={setView}
        />
        <ContestantMenu container={section} />
        {view === 'everyStep' ? quantityChoice : null}
      </div>
      {view === 'everyStep' ? (
        <Suspense>
          <EveryStepTable shown={shown} quantity={quantity} />
        </Suspense>
      ) : (
        <>
          <div className="table-scroll">
            <NowTable shown={shown} />
          </div>
          <div className="contestants-curves">
            <StepCurves quantity={quantity}>{quantityChoice}</StepCurves>
          </div>
        </>
      )}
    </section>
  );
}
