import ucum from '@lhncbc/ucum-lhc';
import type { Dice } from './dice.js';
import { everyObject, isObject, type Json, type JsonObject } from './json.js';
import { deck } from './told-calls.js';

/** Units that our tables do not name and a UCUM parser knows, by table. */
const FURTHER_UNITS: Readonly<Record<string, readonly string[]>> = {
  cellCount: ['/nL', '/mL', '10*12/m3'],
  bCellCount: ['/nL', '/L'],
  immunoglobulinG: ['ug/uL', 'kg/m3', 'mg/cL'],
  immunoglobulinAOrM: ['ug/uL', 'kg/m3', 'mg/cL'],
  enzymeActivity: ['kat/L', 'U/mL', 'umol/min/L'],
  bilirubin: ['ug/mL', 'g/L', 'ug/dL'],
};

/** Factors from each unit of a table to its canonical one: those of the table, then those of UCUM. */
const factors: ReadonlyMap<string, ReadonlyMap<string, number>> = new Map(
  Object.entries(deck.source.units).map(([name, table]) => {
    const further = (FURTHER_UNITS[name] ?? []).map((unit): [string, number] => {
      const { toVal } = ucum.UcumLhcUtils.getInstance().convertUnitTo(unit, 1, table.canonical);
      if (typeof toVal !== 'number') throw new Error(`${unit} is no ${table.canonical}`);
      return [unit, toVal];
    });
    return [name, new Map([...Object.entries(table.factors), ...further])];
  }),
);

/** Which table the values of a LOINC code are in; leukocytes are counted in cells like the labs they stand in for. */
function tableOf(code: Json | undefined): string | undefined {
  const codings = isObject(code) && Array.isArray(code.coding) ? (code.coding as readonly Json[]) : [];
  const sets = codings.flatMap((coding) => [...deck.source.terminology.setsOf(coding as { code?: string })]);
  if (sets.includes('leukocytes')) return 'cellCount';
  const lab = Object.values(deck.source.definitions.labs).find(({ codes }) => sets.includes(codes));
  return lab && 'units' in lab ? lab.units : undefined;
}

/** Every value of an observation, and its range, in another unit that the laboratory could as well have used. */
export function inOtherUnits(fhir: Json, dice: Dice): Json {
  return everyObject(fhir, (object) => {
    const table = factors.get(tableOf(object.code) ?? '');
    if (!table || !isObject(object.valueQuantity)) return object;
    const valueQuantity = inAnotherUnit(object.valueQuantity, table, dice);
    const ranges = object.referenceRange as readonly JsonObject[] | undefined;
    return {
      ...object,
      valueQuantity,
      ...(ranges && {
        referenceRange: ranges.map((range) => ({
          ...range,
          ...(isObject(range.low) && { low: inAnotherUnit(range.low, table, dice) }),
          ...(isObject(range.high) && { high: inAnotherUnit(range.high, table, dice) }),
        })),
      }),
    };
  });
}

function inAnotherUnit(quantity: JsonObject, table: ReadonlyMap<string, number>, dice: Dice): JsonObject {
  const factor = table.get(String(quantity.code ?? quantity.unit));
  if (factor === undefined || typeof quantity.value !== 'number') return quantity;
  const [unit, other] = dice.one([...table]);
  const value = Number(((quantity.value * factor) / other).toPrecision(9));
  const { system: _system, code: _code, unit: _unit, ...rest } = quantity;
  // A laboratory may write the unit, code it, or both.
  return { ...rest, value, ...dice.one<JsonObject>([{ unit }, { code: unit }, { unit, code: unit }]) };
}

const GRAMS: readonly (readonly [string, number])[] = [
  ['g', 1000],
  ['ug', 0.001],
  ['mcg', 0.001],
  ['mg', 1],
];

/** Doses in grams, micrograms or milligrams. */
export function dosesInOtherUnits(fhir: Json, dice: Dice): Json {
  return everyObject(fhir, (object, member) => {
    if (member !== 'doseQuantity' && member !== 'dose') return object;
    if (object.unit !== 'mg' || typeof object.value !== 'number') return object;
    const [unit, mg] = dice.one(GRAMS);
    return { value: Number((object.value / mg).toPrecision(9)), unit, code: unit };
  });
}
