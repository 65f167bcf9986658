import * as v from 'valibot';
import { jsonText } from '../json/json-text.js';
import { validate } from '../json/validate.js';
import type { HttpResponse } from './http-transport.js';

/** What a response outside 2xx says of itself. */
export interface ErrorEnvelope {
  /** Whether it has the shape of Atlas's errors, so that its status is Atlas's and not another program's. */
  readonly isAtlas: boolean;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly parameters: readonly (string | number)[];
}

const MAX_DETAIL_LENGTH = 500;
const FOREIGN: ErrorEnvelope = { isAtlas: false, code: undefined, detail: undefined, parameters: [] };

/** Whatever is of another shape is missing. */
const filled = v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined);
const bodySchema = v.object({
  /** The status in Atlas's errors, a code in those of the token endpoint. */
  error: v.optional(v.unknown()),
  errorCode: filled,
  detail: filled,
  reason: filled,
  error_description: filled,
  parameters: v.fallback(v.array(v.unknown()), []),
});
type Body = v.InferOutput<typeof bodySchema>;

/**
 * Atlas's `ApiError`: `{error, errorCode, detail, reason, parameters}`, where `error` repeats the status, and all others
 * may be null or missing. Total: an empty body, HTML or another program's JSON is foreign.
 */
export function readErrorEnvelope(
  response: Pick<HttpResponse, 'status' | 'text' | 'headers'>,
): ErrorEnvelope {
  const body = bodyOf(response.text);
  if (!isAtlasError(response, body)) return FOREIGN;
  return {
    isAtlas: true,
    code: codeOf(body.errorCode),
    detail: detailOf(body.detail, body.reason),
    parameters: body.parameters.filter((value) => v.is(parameterSchema, value)),
  };
}

/** Errors of the token endpoint (RFC 6749): the code is text in `error`, where the Admin API has the status. */
export function readOAuthError(response: Pick<HttpResponse, 'status' | 'text' | 'headers'>): ErrorEnvelope {
  const body = bodyOf(response.text);
  const code = codeOf(body.error);
  if (code === undefined) return readErrorEnvelope(response);
  return { isAtlas: true, code, detail: detailOf(body.error_description), parameters: [] };
}

function isAtlasError(
  { status, text, headers }: Pick<HttpResponse, 'status' | 'text' | 'headers'>,
  body: Body,
): boolean {
  const says = body.errorCode ?? body.reason;
  // "Not there" is taken for a fact, so that it has to be said in full.
  if (status === 404) return body.error === 404 && says !== undefined;
  // A detail alone is what many a proxy writes.
  const isCoded = codeOf(body.errorCode) !== undefined && (body.reason ?? body.detail) !== undefined;
  if (body.error === status || isCoded) return true;
  // Recorded: a challenge may come without a body.
  return status === 401 && text.trim() === '' && headers.has('www-authenticate');
}

const codeSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/));
const parameterSchema = v.union([v.string(), v.number()]);

/** A code is a word; anything else would be somebody else's text in our error names. */
function codeOf(value: unknown): string | undefined {
  return v.is(codeSchema, value) ? value : undefined;
}

function detailOf(...texts: readonly (string | undefined)[]): string | undefined {
  const detail = texts.find((text) => text !== undefined);
  return detail === undefined ? undefined : withoutCredentials(detail).slice(0, MAX_DETAIL_LENGTH);
}

/** A program that repeats the request in its error repeats the header with the credentials. */
function withoutCredentials(text: string): string {
  return text.replace(/\b(Bearer|Basic|Digest)(\s*:?\s+)\S.*$/gis, '$1$2...');
}

/** One without a field for what is not JSON, or no object. */
function bodyOf(text: string): Body {
  const body = validate(jsonText(bodySchema), text);
  return body.kind === 'valid' ? body.value : v.parse(bodySchema, {});
}
