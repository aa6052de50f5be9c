/** A small figure with its title, and a menu that saves it. */
import { type ReactNode, useRef } from 'react';
import { ChartMenu } from '#charts/chart-menu.tsx';
import type { FigureWords } from '#charts/figure-frame.ts';
import type { ChartTable } from '#charts/save-chart.ts';

interface FigureProps extends FigureWords {
  /** Of the file. */
  readonly name: string;
  readonly table: () => ChartTable;
  readonly children: ReactNode;
}

export function Figure({ name, table, children, ...words }: FigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  return (
    <figure data-figure={name}>
      <figcaption>
        {words.title}
        <ChartMenu figure={drawing} name={name} words={() => words} table={table} />
      </figcaption>
      <div ref={drawing}>{children}</div>
    </figure>
  );
}
