import type { Fault } from '../../local/atlas/index.js';
import { OptionError, wholeNumber } from '../options/program-options.js';

export const FAULTS_USAGE = `Faults: --fault EFFECT[:METHOD[:PATH[:TIMES]]], applied in the given order

  503                a response of this status (400 to 599) with an empty body, as a gateway sends it
  drop               the connection breaks, and the request has no effect
  hang               the connection stays open without a response
  lost               the request is carried out, and the connection breaks before its response
  METHOD             GET, POST, PATCH, DELETE; * for any (default)
  PATH               regular expression for path and query (default: all)
  TIMES              number of requests that fail (default 1), or always
  for example        --fault 'lost:POST:/endpoint$' --fault '503:GET:/clusters:always'`;

const MOST_TIMES = 1_000_000;
const METHODS = ['*', 'GET', 'POST', 'PATCH', 'DELETE'];

/** @throws OptionError for an unknown fault */
export function faultOf(value: string): Fault {
  const [effect = '', method = '*', path = '', times = '1', ...more] = value.split(':');
  if (more.length > 0 || !METHODS.includes(method))
    throw new OptionError(`--fault: expected EFFECT[:METHOD[:PATH[:TIMES]]], received "${value}".`);
  return {
    ...effectOf(effect),
    ...(method === '*' ? {} : { method }),
    path: expressionOf(path),
    times: times === 'always' ? Number.POSITIVE_INFINITY : wholeNumber('--fault', times, 1, MOST_TIMES),
  };
}

function effectOf(text: string): Pick<Fault, 'effect' | 'afterEffect'> {
  if (text === 'drop' || text === 'hang') return { effect: { kind: text } };
  if (text === 'lost') return { effect: { kind: 'drop' }, afterEffect: true };
  if (/^[45]\d\d$/.test(text)) return { effect: { kind: 'response', status: Number(text) } };
  throw new OptionError(
    `--fault: expected drop, hang, lost or a status from 400 to 599, received "${text}".`,
  );
}

function expressionOf(text: string): RegExp {
  try {
    return new RegExp(text);
  } catch {
    throw new OptionError(`--fault: expected a regular expression for the path, received "${text}".`);
  }
}
