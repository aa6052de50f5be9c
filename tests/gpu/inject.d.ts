import 'vitest';

declare module 'vitest' {
  interface ProvidedContext {
    readonly backend: 'webgpu' | 'webgl';
  }
}
