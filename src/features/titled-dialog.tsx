/** A dialog over the page, with its title and a button that closes it. */
import { Dialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface TitledDialogProps {
  readonly title: string;
  /** Beside those of every dialog. */
  readonly className: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function TitledDialog({ title, className, onClose, children }: TitledDialogProps) {
  const { t } = useTranslation();
  return (
    <Dialog.Root open onOpenChange={onClose}>
      <Dialog.Portal>
        <Dialog.Backdrop className="backdrop" />
        <Dialog.Popup className={`popup dialog ${className}`}>
          <div className="dialog-head">
            <Dialog.Title>{title}</Dialog.Title>
            <Dialog.Close className="icon" aria-label={t('palette.close')}>
              <X size={16} aria-hidden />
            </Dialog.Close>
          </div>
          {children}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
