/** When drawing fails: a region says so and can be drawn again, and the rest of the page goes on. */
import { Component, type ComponentType, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

interface Failure {
  readonly error: Error;
  readonly again: () => void;
}

interface BoundaryProps {
  readonly children: ReactNode;
  readonly Instead: ComponentType<Failure>;
}

interface State {
  readonly error: Error | null;
}

class Boundary extends Component<BoundaryProps, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    const { children, Instead } = this.props;
    return error === null ? children : <Instead error={error} again={() => this.setState({ error: null })} />;
  }
}

function BrokenRegion({ error, again }: Failure) {
  const { t } = useTranslation();
  return (
    <section className="broken" role="alert">
      <p>
        <strong>{t('crash.region')}</strong> <span lang="en">{error.message}</span>
      </p>
      <button type="button" onClick={again}>
        {t('crash.again')}
      </button>
    </section>
  );
}

/** A part of the page that can fail by itself. */
export function Region({ children }: { readonly children: ReactNode }) {
  return <Boundary Instead={BrokenRegion}>{children}</Boundary>;
}

function BrokenPage({ error }: Failure) {
  const { t } = useTranslation();
  return (
    <main className="crash" role="alert">
      <h1>{t('title')}</h1>
      <p>
        <strong>{t('crash.page')}</strong> <span lang="en">{error.message}</span>
      </p>
      <button type="button" className="primary" onClick={() => location.reload()}>
        {t('crash.reload')}
      </button>
    </main>
  );
}

/** The last resort: the page cannot go on, but what it showed is in its address. */
export function ErrorBoundary({ children }: { readonly children: ReactNode }) {
  return <Boundary Instead={BrokenPage}>{children}</Boundary>;
}
