import { ATTRIBUTES_CUT, RESPONSE_LIMIT_BYTES } from '../contract/custom-resources.js';
import type { RespondTo } from '../execution-data/workflow-input.js';

/** CloudFormation's response document. */
export interface Response {
  readonly Status: 'SUCCESS' | 'FAILED';
  readonly Reason: string;
  readonly PhysicalResourceId: string;
  readonly StackId: string;
  readonly RequestId: string;
  readonly LogicalResourceId: string;
  readonly Data?: Readonly<Record<string, unknown>>;
}

const DOTS = '…';

export function success(to: RespondTo, physicalId: string, data: object): Response {
  const respondWith = (given: object): Response => ({
    ...identityOf(to, physicalId),
    Status: 'SUCCESS',
    Reason: '',
    Data: textsOf(given),
  });
  const whole = respondWith(data);
  const response = respondWith(
    shortened(data, (given) => bytesOf(respondWith(given)) <= RESPONSE_LIMIT_BYTES),
  );
  if (bytesOf(response) <= RESPONSE_LIMIT_BYTES) return response;
  // A failed stack is better than one that reads truncated attributes.
  return failure(
    to,
    physicalId,
    `The attributes take ${bytesOf(whole)} bytes, and CloudFormation takes ${RESPONSE_LIMIT_BYTES}.`,
  );
}

/**
 * A resource that exists in Atlas must not fail because the response is too large (Google Cloud without port mapping
 * has fifty of everything): items are removed from the end of the longest list until the response fits, and an
 * attribute says so.
 */
function shortened(data: object, fits: (data: object) => boolean): object {
  let given: Record<string, unknown> = { ...data };
  while (!fits(given)) {
    const [longest] = Object.entries(given)
      .filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]) && entry[1].length > 0)
      .sort(([, one], [, other]) => attributeText(other).length - attributeText(one).length);
    if (longest === undefined) return given;
    given = { ...given, [longest[0]]: longest[1].slice(0, -1) };
    given[ATTRIBUTES_CUT] = cutsBetween(data, given);
  }
  return given;
}

function cutsBetween(whole: object, cut: Readonly<Record<string, unknown>>): string {
  const changes = Object.entries(whole).flatMap(([name, items]) => {
    const left = cut[name];
    const isCut = Array.isArray(items) && Array.isArray(left) && left.length < items.length;
    return isCut ? [`${name}: ${left.length} of ${items.length}`] : [];
  });
  return changes.join('; ');
}

export function failure(to: RespondTo, physicalId: string, reason: string): Response {
  const whole = { ...identityOf(to, physicalId), Status: 'FAILED' as const, Reason: reason };
  const surplus = bytesOf(whole) - RESPONSE_LIMIT_BYTES;
  if (surplus <= 0) return whole;
  // A character has at most four bytes, so the shortened reason always fits.
  const retained = [...reason].slice(0, Math.max(0, [...reason].length - surplus - DOTS.length * 4));
  return { ...whole, Reason: retained.join('') + DOTS };
}

function identityOf(to: RespondTo, physicalId: string) {
  return {
    PhysicalResourceId: physicalId,
    StackId: to.stackId,
    RequestId: to.requestId,
    LogicalResourceId: to.logicalResourceId,
  };
}

/** `Fn::GetAtt` returns texts: lists are joined with commas, which no id or name in them contains. */
function textsOf(data: object): Record<string, string> {
  return Object.fromEntries(Object.entries(data).map(([name, value]) => [name, attributeText(value)]));
}

function attributeText(value: unknown): string {
  if (!Array.isArray(value)) return String(value);
  return value.every((item) => typeof item === 'string') ? value.join(',') : JSON.stringify(value);
}

function bytesOf(response: object): number {
  return Buffer.byteLength(JSON.stringify(response));
}
