/** Where the pages of the workbench lie, under the path of the external URL. */
export interface SitePaths {
  readonly home: string;
  readonly whatWouldISee: string;
  readonly deck: string;
  readonly register: string;
  readonly outcomes: string;
  readonly cards: string;
  readonly encounter: string;
  /** A patient story at one of its hooks. */
  story(name: string, hook?: string): string;
  storyRequest(name: string, hook: string): string;
  asset(name: string): string;
  /** A card on the page of the deck. */
  card(id: string): string;
  service(id: string): string;
}

/** Behind a proxy the service may live under a path (`BASE_URL`); links must carry it. */
export function sitePaths(baseUrl: string): SitePaths {
  const root = new URL(baseUrl).pathname.replace(/\/$/, '');
  const workbench = `${root}/workbench`;
  return {
    home: `${root}/`,
    whatWouldISee: `${workbench}/what-would-i-see`,
    deck: `${workbench}/deck`,
    register: `${workbench}/register`,
    outcomes: `${workbench}/outcomes`,
    cards: `${workbench}/cards`,
    encounter: `${workbench}/encounter`,
    story: (name, hook) =>
      `${root}/?${new URLSearchParams({ story: name, ...(hook !== undefined && { hook }) })}`,
    storyRequest: (name, hook) => `${workbench}/stories/${encodeURIComponent(name)}/${hook}`,
    asset: (name) => `${workbench}/assets/${name}`,
    card: (id) => `${workbench}/deck#${id}`,
    service: (id) => `${root}/cds-services/${id}`,
  };
}
