export const PYTHONS: readonly string[];
export function has(python: string, modules: readonly string[], folder?: string): boolean;
