/** A titled part of a rail that folds. */
import { Collapsible } from '@base-ui/react/collapsible';
import type { ReactNode } from 'react';

interface FoldProps {
  readonly title: string;
  /** What stands in it, while it is closed. */
  readonly summary: string;
  readonly children: ReactNode;
}

/** A part of a section, closed at first; what is in it can be found and brought out. */
export function Fold({ title, summary, children }: FoldProps) {
  return (
    <Collapsible.Root className="fold">
      <Collapsible.Trigger className="fold-title">
        <span>{title}</span> <small>{summary}</small>
      </Collapsible.Trigger>
      <Collapsible.Panel className="section-body" keepMounted>
        {children}
      </Collapsible.Panel>
    </Collapsible.Root>
  );
}

/** Opens the folds around an element. */
export function bringOut(element: Element): void {
  const title = element.closest('.fold')?.querySelector<HTMLElement>('.fold-title[aria-expanded="false"]');
  title?.click();
}

interface SectionProps {
  readonly title: string;
  /** A word or two beside the title. */
  readonly note?: string;
  /** What can be done to the section as a whole. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
}

export function Section({ title, note, action, children }: SectionProps) {
  return (
    <Collapsible.Root className="section" defaultOpen render={<section aria-label={title} />}>
      <div className="section-head">
        <h2>
          <Collapsible.Trigger className="section-title">{title}</Collapsible.Trigger>
        </h2>
        {note === undefined ? null : <small className="section-note">{note}</small>}
        {action}
      </div>
      <Collapsible.Panel className="section-body">{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
