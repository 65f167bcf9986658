/** Filters and pages of EC2's Describe calls. */
import { AwsError } from '../protocol/aws-error.js';
import { textLike } from '../protocol/wildcards.js';
import { element } from '../protocol/xml.js';
import { listOf } from './ec2-api.js';

type Fields = Readonly<Record<string, unknown>>;

export interface Ec2Filter {
  readonly name: string;
  readonly values: readonly string[];
}

/**
 * Ids that a call which describes resources names, in order; none if it describes all. It is documented for all such calls
 * that ids and `MaxResults` exclude each other; the names in the message are an assumption.
 *
 * @throws AwsError InvalidParameterCombination
 */
export function idsOf(input: Fields, name: string): string[] {
  const ids = listOf(input, name);
  if (ids.length > 0 && input.MaxResults !== undefined)
    throw new AwsError(
      'InvalidParameterCombination',
      `The parameter ${name}s cannot be used with the parameter MaxResults`,
    );
  return ids;
}

/** Documented: a larger `MaxResults` counts as this. */
const LARGEST_PAGE = 1000;
const SMALLEST_PAGE = 5;
const MAX_FILTER_VALUES = 200;

/** @throws AwsError FilterLimitExceeded if all filters together have too many values */
export function filtersOf(input: Fields): Ec2Filter[] {
  const filters: Ec2Filter[] = [];
  for (let index = 1; typeof input[`Filter.${index}.Name`] === 'string'; index += 1) {
    filters.push({
      name: String(input[`Filter.${index}.Name`]),
      values: listOf(input, `Filter.${index}.Value`),
    });
  }
  if (filters.flatMap(({ values }) => values).length > MAX_FILTER_VALUES)
    throw new AwsError(
      'FilterLimitExceeded',
      `The maximum number of filter values specified on a single call is ${MAX_FILTER_VALUES}`,
    );
  return filters;
}

/**
 * @param valuesOf returns an item's values for a filter name; undefined for a filter that EC2 does not have
 * @throws AwsError InvalidParameterValue
 */
export function matchesFilters<Item>(
  item: Item,
  filters: readonly Ec2Filter[],
  valuesOf: (item: Item, filterName: string) => readonly string[] | undefined,
): boolean {
  return filters.every(({ name, values }) => {
    const found = valuesOf(item, name);
    if (found === undefined) throw unknownFilter(name);
    return found.some((value) => values.some((pattern) => textLike(pattern, value)));
  });
}

/** Values for the filters `tag:<key>` and `tag-key`; undefined for others. */
export function tagValues(tags: ReadonlyMap<string, string>, filterName: string): string[] | undefined {
  if (filterName === 'tag-key') return [...tags.keys()];
  if (!filterName.startsWith('tag:')) return undefined;
  const value = tags.get(filterName.slice('tag:'.length));
  return value === undefined ? [] : [value];
}

export interface Ec2Page<Item> {
  readonly items: readonly Item[];
  /** Value of the element `nextToken`; empty on the last page. */
  readonly nextToken: string;
}

/** @throws AwsError InvalidNextToken, InvalidParameterValue */
export function pageOf<Item>(all: readonly Item[], input: Fields): Ec2Page<Item> {
  const begin = beginOf(input.NextToken);
  const end = begin + sizeOf(input.MaxResults);
  const token = Buffer.from(String(end)).toString('base64');
  return { items: all.slice(begin, end), nextToken: end < all.length ? element('nextToken', token) : '' };
}

/** The message is recorded. It says "greater than 5", and 5 is accepted. */
function sizeOf(asked: unknown): number {
  const size = Number(asked ?? LARGEST_PAGE);
  if (size >= SMALLEST_PAGE) return Math.min(size, LARGEST_PAGE);
  throw new AwsError(
    'InvalidParameterValue',
    `Value ( ${String(asked)} ) for parameter maxResults is invalid. Expecting a value greater than ${SMALLEST_PAGE}.`,
  );
}

function beginOf(token: unknown): number {
  if (token === undefined) return 0;
  const begin = Number(Buffer.from(String(token), 'base64').toString());
  if (Number.isInteger(begin) && begin > 0) return begin;
  throw new AwsError('InvalidNextToken', `The token '${String(token)}' is invalid`);
}

function unknownFilter(name: string): AwsError {
  return new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`);
}
