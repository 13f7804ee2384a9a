export const CORPUS: readonly string[];
