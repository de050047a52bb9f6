/**
 * Invariants of R4 whose published expression does not say what the standard means, or cannot be
 * evaluated as it stands; `undefined` when it cannot be mended here either. By key, since
 * the same expression stands in every resource.
 */
export const INVARIANT_ERRATA: Readonly<Record<string, string | undefined>> = {
  // `as()` takes one item (R4B says `ofType` instead), and a contained resource without id went unseen.
  'dom-3': `contained.where(((id.exists() and ('#'+id in (%resource.descendants().reference
    | %resource.descendants().ofType(canonical) | %resource.descendants().ofType(uri)
    | %resource.descendants().ofType(url)))) or descendants().where(reference = '#').exists()
    or descendants().where(ofType(canonical) = '#').exists()).not()).empty()`,
  // Without UCUM codes fhirpath.js finds any two quantities in order; compare like with like by value.
  'rng-2': `low.value.empty() or high.value.empty() or iif((low | high).all(code.exists() and system.exists()),
    low <= high, (low.unit | high.unit).count() > 1 or low.value <= high.value)`,
  // To fhirpath.js `Boolean` is the System type only.
  'que-7': `operator = 'exists' implies (answer is boolean)`,
  // No pattern to JavaScript for its escapes; no StructureDefinition is made or read here.
  'eld-19': undefined,
  // Resolves a reference.
  'ctm-1': undefined,
  // `blankProblems` checks it on the JSON itself, for every element at no cost.
  'ele-1': undefined,
};
