import * as v from 'valibot';

/** ISO 8601, as text. Not for `lib`: it needs valibot. */
export const isoTime = v.pipe(v.string(), v.isoTimestamp('expected an ISO 8601 time'));
