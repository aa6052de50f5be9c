/** The last resort when drawing fails: says so and offers to load the page again. */
import { Component, type ReactNode } from 'react';

interface State {
  readonly error: Error | null;
}

export class ErrorBoundary extends Component<{ readonly children: ReactNode }, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: Error): State {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main className="crash" role="alert">
        <h1>MAML Playground</h1>
        <p>{error.message}</p>
        <button type="button" className="primary" onClick={() => location.reload()}>
          ↻
        </button>
      </main>
    );
  }
}
