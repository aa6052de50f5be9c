/** A small figure with its title, and a menu that saves it. */
import { type ReactNode, useRef } from 'react';
import { ChartMenu } from '#charts/chart-menu.tsx';
import type { ChartTable } from '#charts/save-chart.ts';

interface FigureProps {
  readonly title: string;
  /** Of the file. */
  readonly name: string;
  readonly table: () => ChartTable;
  readonly children: ReactNode;
}

export function Figure({ title, name, table, children }: FigureProps) {
  const drawing = useRef<HTMLDivElement>(null);
  return (
    <figure data-figure={name}>
      <figcaption>
        {title}
        <ChartMenu figure={drawing} name={name} table={table} />
      </figcaption>
      <div ref={drawing}>{children}</div>
    </figure>
  );
}
