import type { HttpAnswer } from './http-transport.js';

/** What an answer outside 2xx says of itself. */
export interface ErrorEnvelope {
  /** Whether it has the shape of Atlas's errors, so that its status is Atlas's and not another program's. */
  readonly isAtlas: boolean;
  readonly code: string | undefined;
  readonly detail: string | undefined;
  readonly parameters: readonly (string | number)[];
}

type Json = Readonly<Record<string, unknown>>;

const MAX_DETAIL_LENGTH = 500;
const FOREIGN: ErrorEnvelope = { isAtlas: false, code: undefined, detail: undefined, parameters: [] };

/**
 * Atlas's `ApiError`: `{error, errorCode, detail, reason, parameters}`, where `error` repeats the status, and all others
 * may be null or missing. Total: an empty body, HTML or another program's JSON is foreign.
 */
export function readErrorEnvelope(answer: Pick<HttpAnswer, 'status' | 'text' | 'headers'>): ErrorEnvelope {
  const body = parseObject(answer.text);
  if (!isAtlasError(answer, body)) return FOREIGN;
  const parameters = Array.isArray(body.parameters) ? body.parameters : [];
  return {
    isAtlas: true,
    code: codeOf(body.errorCode),
    detail: detailOf(body.detail, body.reason),
    parameters: parameters.filter((value) => typeof value === 'string' || typeof value === 'number'),
  };
}

/** Errors of the token endpoint (RFC 6749): the code is text in `error`, where the Admin API has the status. */
export function readOAuthError(answer: Pick<HttpAnswer, 'status' | 'text' | 'headers'>): ErrorEnvelope {
  const body = parseObject(answer.text);
  const code = codeOf(body.error);
  if (code === undefined) return readErrorEnvelope(answer);
  return { isAtlas: true, code, detail: detailOf(body.error_description), parameters: [] };
}

function isAtlasError(
  { status, text, headers }: Pick<HttpAnswer, 'status' | 'text' | 'headers'>,
  body: Json,
): boolean {
  const says = textOf(body.errorCode) ?? textOf(body.reason);
  // "Not there" is taken for a fact, so that it has to be said in full.
  if (status === 404) return body.error === 404 && says !== undefined;
  // A detail alone is what many a proxy writes.
  const isCoded =
    codeOf(body.errorCode) !== undefined && (textOf(body.reason) ?? textOf(body.detail)) !== undefined;
  if (body.error === status || isCoded) return true;
  // Recorded: a challenge may come without a body.
  return status === 401 && text.trim() === '' && headers.has('www-authenticate');
}

/** A code is a word; anything else would be somebody else's text in our error names. */
function codeOf(value: unknown): string | undefined {
  const code = textOf(value);
  return code !== undefined && /^[\w.-]{1,100}$/.test(code) ? code : undefined;
}

function detailOf(...texts: readonly unknown[]): string | undefined {
  const detail = texts.map(textOf).find((text) => text !== undefined);
  return detail === undefined ? undefined : withoutCredentials(detail).slice(0, MAX_DETAIL_LENGTH);
}

/** A program that repeats the request in its error repeats the header with the credentials. */
function withoutCredentials(text: string): string {
  return text.replace(/\b(Bearer|Basic|Digest)(\s*:?\s+)\S.*$/gis, '$1$2...');
}

function parseObject(text: string): Json {
  try {
    const parsed: unknown = JSON.parse(text);
    return typeof parsed === 'object' && parsed !== null ? (parsed as Json) : {};
  } catch {
    return {};
  }
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
