import * as v from 'valibot';
import { jsonText } from '../json/json-text.js';
import { validate } from '../json/validate.js';
import type { HttpResponse } from './http-transport.js';

/** What the body of a non-2xx response says. */
export interface ErrorEnvelope {
  /**
   * True if the body has the shape of Atlas's errors, so that the status is from Atlas and not from another program.
   */
  readonly isAtlas: boolean;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly parameters: readonly (string | number)[];
}

const MAX_DETAIL_LENGTH = 500;
const FOREIGN: ErrorEnvelope = { isAtlas: false, code: undefined, detail: undefined, parameters: [] };

/** A value of another shape counts as missing. */
const filled = v.fallback(v.optional(v.pipe(v.string(), v.nonEmpty())), undefined);
const bodySchema = v.object({
  /** The status in Atlas's errors; a code in errors of the token endpoint. */
  error: v.optional(v.unknown()),
  errorCode: filled,
  detail: filled,
  reason: filled,
  error_description: filled,
  parameters: v.fallback(v.array(v.unknown()), []),
});
type Body = v.InferOutput<typeof bodySchema>;

/**
 * Reads Atlas's `ApiError`: `{error, errorCode, detail, reason, parameters}`. `error` repeats the status; all other
 * fields may be null or missing. Never throws: an empty body, HTML or another program's JSON counts as not from Atlas.
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

/** Reads an error of the token endpoint (RFC 6749). Its `error` is a text code, where the Admin API has the status. */
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
  // Callers treat a 404 as proof that something does not exist, so the envelope must be complete.
  if (status === 404) return body.error === 404 && says !== undefined;
  // Many proxies return a detail without a code.
  const isCoded = codeOf(body.errorCode) !== undefined && (body.reason ?? body.detail) !== undefined;
  if (body.error === status || isCoded) return true;
  // Recorded from Atlas: a challenge may have no body.
  return status === 401 && text.trim() === '' && headers.has('www-authenticate');
}

const codeSchema = v.pipe(v.string(), v.regex(/^[\w.-]{1,100}$/));
const parameterSchema = v.union([v.string(), v.number()]);

/** A code is one word. Anything else would put foreign text into our error names. */
function codeOf(value: unknown): string | undefined {
  return v.is(codeSchema, value) ? value : undefined;
}

function detailOf(...texts: readonly (string | undefined)[]): string | undefined {
  const detail = texts.find((text) => text !== undefined);
  return detail === undefined ? undefined : withoutCredentials(detail).slice(0, MAX_DETAIL_LENGTH);
}

/** A program that repeats the request in its error would repeat the header with the credentials. */
function withoutCredentials(text: string): string {
  return text.replace(/\b(Bearer|Basic|Digest)(\s*:?\s+)\S.*$/gis, '$1$2...');
}

/** Returns an object without fields if the text is not JSON or not an object. */
function bodyOf(text: string): Body {
  const body = validate(jsonText(bodySchema), text);
  return body.kind === 'valid' ? body.value : v.parse(bodySchema, {});
}
