/** A tool of the plot that opens a menu under itself. */
import { Menu } from '@base-ui/react/menu';
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useRef } from 'react';

interface ToolMenuProps {
  readonly icon: ReactNode;
  readonly name: string;
  readonly hint?: string;
  /** Above the entries. */
  readonly label: string;
  readonly children: ReactNode;
}

export function ToolMenu({ icon, name, hint, label, children }: ToolMenuProps) {
  const place = useRef<HTMLDivElement>(null);
  return (
    <div className="tool-menu" ref={place}>
      <Menu.Root>
        <Menu.Trigger className="tool" aria-label={name} title={hint}>
          {icon}
          <span className="tool-name">{name}</span>
          <ChevronDown size={12} aria-hidden />
        </Menu.Trigger>
        <Menu.Portal container={place}>
          <Menu.Positioner
            className="floating"
            positionMethod="fixed"
            side="bottom"
            align="start"
            sideOffset={6}
          >
            <Menu.Popup className="popup menu-popup">
              <Menu.Group>
                <Menu.GroupLabel className="menu-label">{label}</Menu.GroupLabel>
                {children}
              </Menu.Group>
            </Menu.Popup>
          </Menu.Positioner>
        </Menu.Portal>
      </Menu.Root>
    </div>
  );
}
