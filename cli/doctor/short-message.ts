/** Longer than this is no line to read in a terminal; `--output json` has it whole. */
const LIMIT = 160;

/**
 * A finding in short: without the call of Atlas that has failed, whose ids the reader has, and without what comes after
 * the first sentences that fit.
 */
export function shortMessage(text: string): string {
  const withoutCall = text.replace(
    /(?:\w*Error: )?\b(?:Create|Delete|GET|List|Read|Find|Update)\b[^:]*: (?=Atlas |no response)/i,
    '',
  );
  if (withoutCall.length <= LIMIT) return withoutCall;
  const whole = withoutCall.match(/.+?[.;](?=\s|$)/gs) ?? [];
  let short = '';
  for (const sentence of whole) {
    if ((short + sentence).length > LIMIT) break;
    short += sentence;
  }
  return short === '' ? `${withoutCall.slice(0, LIMIT - 1)}…` : short.trim();
}
