/**
 * A place in a body as FHIRPath, which R4 wants in `OperationOutcome.issue.expression`: `/context/patientId`
 * (RFC 6901) is `context.patientId`. FHIRPath stays what it is.
 */
export function fhirPathOf(place: string): string {
  if (!place.startsWith('/')) return place;
  return place
    .slice(1)
    .split('/')
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .map((step, index) => {
      if (/^\d+$/.test(step)) return `[${step}]`;
      const name = /^[A-Za-z_]\w*$/.test(step) ? step : `\`${step.replace(/[\\`]/g, '\\$&')}\``;
      return index === 0 ? name : `.${name}`;
    })
    .join('');
}
