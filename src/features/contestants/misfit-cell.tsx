/** In the place of a row's numbers: why the initialisation takes no part in the shown task of pictures. */
import { lazy, Suspense } from 'react';
import type { Entrant } from '#store/contestants/contestants.ts';
import { type PictureMisfit, pictureMisfit } from '#store/contestants/picture-misfit.ts';
import { usePlayground } from '#store/react.ts';

/** Of the world of characters alone. */
const RowMisfit = lazy(async () => ({
  default: (await import('../picture-misfit.tsx')).RowMisfit,
}));

/** `null` for whoever takes part. */
export function useMisfit(entrant: Entrant): PictureMisfit | null {
  return pictureMisfit(
    entrant,
    usePlayground((state) => state.task),
  );
}

interface MisfitCellProps {
  readonly misfit: PictureMisfit;
  /** Of the table, without its names. */
  readonly columns: number;
}

export function MisfitCell({ misfit, columns }: MisfitCellProps) {
  return (
    <td className="misfit-cell" colSpan={columns}>
      <Suspense fallback={null}>
        <RowMisfit misfit={misfit} />
      </Suspense>
    </td>
  );
}
