import { AtlasError, type AtlasErrorKind } from '../domain/model/errors/atlas-error.js';
import type { ShapeError } from './documented-response.js';
import { type ErrorEnvelope, readErrorEnvelope } from './error-envelope.js';
import type { HttpResponse } from './http-transport.js';
import { retryAfterSeconds } from './retry-after.js';

/** The typed error of a response outside 2xx: HTTP status first, error code second. */
export function errorOfResponse(
  operation: string,
  response: HttpResponse,
  now: Date,
  envelope = readErrorEnvelope(response),
): AtlasError {
  const kind = kindOf(response.status, envelope);
  const retryAfter = retryAfterSeconds(response.headers.get('retry-after'), now);
  return new AtlasError(`${operation}: Atlas responded ${response.status}${messageOf(response, envelope)}`, {
    kind,
    operation,
    status: response.status,
    advice: adviceFor(kind, response.status, envelope),
    lacksCapacity: isLackOfCapacity(envelope),
    ...(envelope.code === undefined ? {} : { code: envelope.code }),
    ...(retryAfter === undefined ? {} : { retryAfterSeconds: retryAfter }),
  });
}

/** Documented as a 409 with a code of its own; seen as a 400 of the general code, which only its detail tells apart. */
function isLackOfCapacity({ code = '', detail = '' }: ErrorEnvelope): boolean {
  return /^(NO|OUT_OF)_CAPACITY$/.test(code) || (/GENERAL_ERROR/.test(code) && /no capacity/i.test(detail));
}

/** A code without words is a response of the Admin API all the same; its status goes before. */
function messageOf({ text }: HttpResponse, { code, detail, isAtlas }: ErrorEnvelope): string {
  if (text.trim() === '') return ': no body';
  if (!isAtlas) return ': a response that is not from the Admin API';
  if (code !== undefined) return detail === undefined ? ` ${code}.` : ` ${code}: ${detail}`;
  return detail === undefined ? ': an error without words' : `: ${detail}`;
}

/** Success with a body that is none: a proxy answers for Atlas, or has cut its response off. */
export function errorOfShape(operation: string, cause: ShapeError, status?: number): AtlasError {
  const responded = status === undefined ? 'answered' : `answered ${status}`;
  return new AtlasError(
    `${operation}: Atlas ${responded} with something that it does not document (${cause.message}).`,
    {
      kind: 'unavailable',
      operation,
      advice: FOREIGN_ADVICE,
      ...(status === undefined ? {} : { status }),
    },
  );
}

const FOREIGN_ADVICE =
  'A proxy or a load balancer may stand between the function and Atlas: check the base URL and the way there. It is tried again by itself.';

/** Nothing came back, so a write may or may not have happened. */
export function errorOfNoResponse(operation: string, baseUrl: string, cause: Error): AtlasError {
  return new AtlasError(`${operation}: no response from ${baseUrl} (${cause.message}).`, {
    kind: 'unavailable',
    operation,
    advice:
      'It is tried again by itself. If it lasts: a function inside a VPC needs a NAT gateway to reach Atlas, and its security group must allow HTTPS out.',
    cause,
  });
}

/** OAuth error of the token endpoint, with 403: too many live tokens. They expire, so it passes. */
const TOKEN_LIMIT = 'access_denied';

function kindOf(status: number, { code, isAtlas }: ErrorEnvelope): AtlasErrorKind {
  if (code === TOKEN_LIMIT || status === 429) return 'rate-limited';
  // Whatever another program refuses, Atlas has not; 3xx is never followed.
  return isAtlas ? kindOfStatus(status) : 'unavailable';
}

function kindOfStatus(status: number): AtlasErrorKind {
  switch (status) {
    case 401:
      return 'authentication';
    case 402:
    case 403:
      return 'forbidden';
    case 404:
      return 'not-found';
    case 409:
      return 'conflict';
    default:
      return status >= 400 && status < 500 ? 'invalid' : 'unavailable';
  }
}

const ADVICE_BY_KIND: Readonly<Record<AtlasErrorKind, string>> = {
  authentication:
    'Check the keys in the secret: they may be wrong, expired or deleted, or lack a role in this project (Project Owner to link, Project Read Only to look).',
  forbidden:
    'Give the API key or service account the role Project Owner (or Project Network Access Manager) in this project.',
  'not-found': 'Check the project id and that the keys belong to the organization of this project.',
  conflict: 'Check the private endpoints of the project in Atlas (Network Access, Private Endpoint).',
  invalid: 'Correct the value that Atlas names.',
  'rate-limited': 'It is tried again by itself, when Atlas says so.',
  unavailable: 'It is tried again by itself; see the Atlas status page if it lasts.',
};

/** Codes whose remedy differs from that of their status; old and new spellings. */
const ADVICE_BY_CODE: readonly (readonly [RegExp, (envelope: ErrorEnvelope) => string])[] = [
  [
    /^IP_ADDRESS_NOT_ON_ACCESS_LIST$/,
    ({ parameters }) =>
      `Add ${parameters[0] ?? 'the address of the function'} to the API access list of the key, and give the functions a fixed address (a VPC with a NAT gateway and an Elastic IP); or switch off "Require IP Access List for the Atlas Administration API" in the organization.`,
  ],
  [
    /^(GROUP|PROJECT)_NOT_FOUND$/,
    () => 'Correct the project id in the stack (Atlas: Project Settings, Project ID).',
  ],
  [
    /^access_denied$/,
    () =>
      'The service account holds the most access tokens it may have (100). They expire within an hour, and it is tried again by itself. Use one service account for this automation alone, and let its functions share one token (shareAccessTokens).',
  ],
  [/^NO_PAYMENT_INFORMATION_FOUND$/, () => 'Add a payment method to the Atlas organization.'],
  [
    /SINGLE_REGION/,
    () => 'Turn on regional mode for private endpoints, or keep all endpoints of the project in one Region.',
  ],
  [/^INVALID_VERSION_DATE$/, () => 'The base URL does not lead to the Atlas Admin API v2; check it.'],
];

function adviceFor(kind: AtlasErrorKind, status: number, envelope: ErrorEnvelope): string {
  const byCode = ADVICE_BY_CODE.find(([pattern]) => pattern.test(envelope.code ?? ''))?.[1];
  if (byCode !== undefined) return byCode(envelope);
  if (!envelope.isAtlas && status < 500 && status !== 429) return FOREIGN_ADVICE;
  return status === 402 ? 'Add a payment method to the Atlas organization.' : ADVICE_BY_KIND[kind];
}
