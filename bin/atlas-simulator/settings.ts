/** What `--set` changes about the simulator: its timings, and what nobody has recorded about Atlas. */
import {
  type AtlasServerOptions,
  type AtlasWorld,
  DEFAULT_TIMINGS,
  LAST_LINK_RULES,
  type Timings,
} from '../../local/atlas/index.js';
import { OptionError } from '../program-options.js';

export interface Settings {
  readonly options: AtlasServerOptions;
  readonly apply: (world: AtlasWorld) => void;
}

interface Choice {
  /** The first is the default. */
  readonly values: readonly string[];
  readonly says: string;
  readonly options?: (value: string) => AtlasServerOptions;
  readonly apply?: (world: AtlasWorld, value: string) => void;
}

const CHOICES: Readonly<Record<string, Choice>> = {
  lastLinkTakesService: {
    values: LAST_LINK_RULES,
    says: 'whether an endpoint service goes with its last link (without it: always on AWS, never elsewhere)',
    options: (value) => {
      const lastLinkTakesService = LAST_LINK_RULES.find((rule) => rule === value);
      return lastLinkTakesService === undefined ? {} : { lastLinkTakesService };
    },
  },
  whenEndpointIsDeleted: {
    values: ['stays', 'rejected'],
    says: 'a link whose endpoint was deleted in AWS',
    apply: (world, value) => {
      world.whenEndpointIsDeleted = value === 'rejected' ? 'rejected' : 'stays';
    },
  },
  retriesRejected: {
    values: ['false', 'true'],
    says: 'a POST for a rejected link makes Atlas try again, instead of 409',
    apply: (world, value) => {
      world.retriesRejected = value === 'true';
    },
  },
  nonces: {
    values: ['reusable', 'single-use'],
    says: 'how often a digest nonce opens',
    options: (value) => ({ nonces: value === 'single-use' ? 'single-use' : 'reusable' }),
  },
  nonceCounts: {
    values: ['any-order', 'increasing'],
    says: 'whether a count of a nonce may come after a higher one',
    options: (value) => ({ nonceCounts: value === 'increasing' ? 'increasing' : 'any-order' }),
  },
  challengeBody: {
    values: ['plain', 'with-code', 'empty'],
    says: 'body of a 401: all three have been recorded',
    options: (value) => ({ challengeBody: value === 'with-code' || value === 'empty' ? value : 'plain' }),
  },
};

const TIMINGS = Object.entries(DEFAULT_TIMINGS);

export const SETTINGS_USAGE = [
  'Settings: --set NAME=VALUE, which is one of these, the first being the default',
  '',
  ...Object.entries(CHOICES).map(([name, { values, says }]) => `  ${name}=${values.join('|')}: ${says}`),
  '',
  'or a time in world seconds, with its default',
  '',
  ...TIMINGS.map(([name, seconds]) => `  ${name}=${seconds}`),
].join('\n');

/**
 * @param given `NAME=VALUE` of each
 * @throws OptionError for a name that is none, or a value that it does not take
 */
export function settingsOf(given: readonly string[]): Settings {
  const settings = given.map(settingOf);
  return {
    options: settings.reduce((all, { options }) => merged(all, options), {}),
    apply: (world) => {
      for (const { apply } of settings) apply(world);
    },
  };
}

function merged(all: AtlasServerOptions, more: AtlasServerOptions): AtlasServerOptions {
  return { ...all, ...more, timings: { ...all.timings, ...more.timings } };
}

function settingOf(text: string): Settings {
  const [name = '', value = '', ...more] = text.split('=');
  const choice = Object.hasOwn(CHOICES, name) ? CHOICES[name] : undefined;
  if (more.length === 0 && choice !== undefined) return chosen(name, value, choice);
  if (more.length === 0 && Object.hasOwn(DEFAULT_TIMINGS, name)) return timing(name, value);
  throw new OptionError(
    `--set: expected NAME=VALUE with the name of a setting (--help lists them), received "${text}".`,
  );
}

function chosen(name: string, value: string, { values, options, apply }: Choice): Settings {
  if (!values.includes(value))
    throw new OptionError(`--set ${name}: expected one of ${values.join(', ')}, received "${value}".`);
  return { options: options?.(value) ?? {}, apply: (world) => apply?.(world, value) };
}

function timing(name: string, value: string): Settings {
  if (!/^\d+(\.\d+)?$/.test(value))
    throw new OptionError(`--set ${name}: expected a number of seconds, received "${value}".`);
  const timings: Partial<Timings> = { [name]: Number(value) };
  return { options: { timings }, apply: () => undefined };
}
