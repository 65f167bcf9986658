/**
 * Fields of an event in EventBridge's view: names and values of the leaves, with the array elements that contain them.
 */

export type Leaf = string | number | boolean | null;

/** Element index by the number of the array within the event. */
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

/** Names are paths separated by dots, without array indexes. An empty array or object has no field. */
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

/**
 * Only values nested below an element belong to it; scalar elements can be combined with those of any other element.
 */
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

/** Combines two memberships; undefined if they are in different elements of one array. */
export function joined(one: Membership, other: Membership): Membership | undefined {
  for (const [array, index] of other) if ((one.get(array) ?? index) !== index) return undefined;
  return new Map([...one, ...other]);
}
