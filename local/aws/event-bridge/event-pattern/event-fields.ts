/** An event as EventBridge sees it: names and values of its leaves, with the array elements that each lies in. */

export type Leaf = string | number | boolean | null;

/** Number of an array within the event, and the element of it. */
export type Membership = ReadonlyMap<number, number>;

export interface EventField {
  readonly name: string;
  readonly value: Leaf;
  readonly membership: Membership;
}

interface Flattening {
  readonly fields: EventField[];
  arrays: number;
}

/** Names are paths with dots, arrays leave no trace in them, and an empty array or object has no field. */
export function fieldsOf(event: unknown): EventField[] {
  const flattening: Flattening = { fields: [], arrays: 0 };
  flatten(flattening, event, '', new Map());
  return flattening.fields;
}

function flatten(flattening: Flattening, value: unknown, name: string, membership: Membership): void {
  if (Array.isArray(value)) {
    flattenArray(flattening, value, name, membership);
  } else if (typeof value === 'object' && value !== null) {
    for (const [key, inside] of Object.entries(value))
      flatten(flattening, inside, name === '' ? key : `${name}.${key}`, membership);
  } else if (value !== undefined) {
    flattening.fields.push({ name, value: value as Leaf, membership });
  }
}

/** Only what lies deeper than the array belongs to an element: its own leaves combine with every other. */
function flattenArray(
  flattening: Flattening,
  elements: readonly unknown[],
  name: string,
  membership: Membership,
): void {
  const array = flattening.arrays;
  flattening.arrays += 1;
  for (const [index, element] of elements.entries()) {
    const isDeep = typeof element === 'object' && element !== null;
    flatten(flattening, element, name, isDeep ? new Map([...membership, [array, index]]) : membership);
  }
}

/** Both together; undefined where they lie in different elements of one array. */
export function joined(one: Membership, other: Membership): Membership | undefined {
  for (const [array, index] of other) if ((one.get(array) ?? index) !== index) return undefined;
  return new Map([...one, ...other]);
}
