/** A titled part of a rail that folds. */
import { Collapsible } from '@base-ui/react/collapsible';
import type { ReactNode } from 'react';

interface SectionProps {
  readonly title: string;
  readonly children: ReactNode;
}

interface FoldProps extends SectionProps {
  /** What stands in it, while it is closed. */
  readonly summary: string;
}

/** A part of a section, closed at first. */
export function Fold({ title, summary, children }: FoldProps) {
  return (
    <Collapsible.Root className="fold">
      <Collapsible.Trigger className="fold-title">
        {title} <small>{summary}</small>
      </Collapsible.Trigger>
      <Collapsible.Panel className="section-body">{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}

export function Section({ title, children }: SectionProps) {
  return (
    <Collapsible.Root className="section" defaultOpen render={<section aria-label={title} />}>
      <h2>
        <Collapsible.Trigger className="section-title">{title}</Collapsible.Trigger>
      </h2>
      <Collapsible.Panel className="section-body">{children}</Collapsible.Panel>
    </Collapsible.Root>
  );
}
