/** The resource type that a prefetch template reads (`Patient/{{…}}`) or searches (`Observation?…`). */
export function resourceTypeOf(template: string): string {
  return template.split(/[/?]/, 1)[0] ?? '';
}
