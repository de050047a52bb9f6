/** Whose label the texts and windows follow. */
export const REGIONS = ['us', 'eu'] as const;

export type Region = (typeof REGIONS)[number];
