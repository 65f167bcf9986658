import * as v from 'valibot';
import { jsonObject, optionalText } from './documented-response.js';

/** One page of a list in Atlas's envelope: `{links, results, totalCount}`. */
export function pageSchema<Item>(item: v.GenericSchema<unknown, Item>) {
  return v.pipe(
    jsonObject({ results: v.array(item), links: v.array(jsonObject({ rel: optionalText })) }),
    v.transform(({ results, links }) => ({
      items: results,
      // The page's total count is an estimate; the `next` link is exact.
      hasNext: links.some(({ rel }) => rel === 'next'),
    })),
  );
}
