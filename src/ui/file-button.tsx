/** A button by which a file is chosen. */
import { Upload } from 'lucide-react';
import { useRef } from 'react';

interface FileButtonProps {
  readonly label: string;
  /** Endings and types, as an input of the browser has them. */
  readonly accept: string;
  /** What is picked by it, for whoever looks for it among others. */
  readonly picks: string;
  readonly onFile: (file: File) => void;
}

export function FileButton({ label, accept, picks, onFile }: FileButtonProps) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <button type="button" onClick={() => input.current?.click()}>
        <Upload size={14} aria-hidden /> {label}
      </button>
      <input
        ref={input}
        type="file"
        hidden
        accept={accept}
        data-picks={picks}
        aria-label={label}
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onFile(file);
          // So that the same file can be chosen again.
          event.target.value = '';
        }}
      />
    </>
  );
}
