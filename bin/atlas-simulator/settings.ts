/** Settings of `--set`: timings of the simulator, and behaviour of Atlas that has not been recorded. */
import {
  type AtlasServerOptions,
  type AtlasWorld,
  DEFAULT_TIMINGS,
  HOSTNAME_LABELS,
  LAST_LINK_RULES,
  POLICY_STATUSES,
  type Timings,
} from '../../local/atlas/index.js';
import { OptionError } from '../options/program-options.js';

export interface Settings {
  readonly options: AtlasServerOptions;
  readonly apply: (world: AtlasWorld) => void;
}

interface Choice {
  /** Accepted values; the first is the default. */
  readonly values: readonly string[];
  readonly says: string;
  readonly options?: (value: string) => AtlasServerOptions;
  readonly apply?: (world: AtlasWorld, value: string) => void;
}

const CHOICES: Readonly<Record<string, Choice>> = {
  lastLinkTakesService: {
    values: LAST_LINK_RULES,
    says: 'whether Atlas deletes an endpoint service with its last link (if not set: always on AWS, never elsewhere)',
    options: (value) => {
      const lastLinkTakesService = LAST_LINK_RULES.find((rule) => rule === value);
      return lastLinkTakesService === undefined ? {} : { lastLinkTakesService };
    },
  },
  whenEndpointIsDeleted: {
    values: ['stays', 'rejected'],
    says: 'what a link shows after its endpoint was deleted in AWS',
    apply: (world, value) => {
      world.whenEndpointIsDeleted = value === 'rejected' ? 'rejected' : 'stays';
    },
  },
  retriesRejected: {
    values: ['false', 'true'],
    says: 'whether a POST for a rejected link starts another attempt, instead of returning 409',
    apply: (world, value) => {
      world.retriesRejected = value === 'true';
    },
  },
  refusesChangesWhileInitiating: {
    values: ['false', 'true'],
    says: 'whether a PATCH of an endpoint service that is INITIATING returns 409',
    apply: (world, value) => {
      world.refusesChangesWhileInitiating = value === 'true';
    },
  },
  networkAccessManagerMayLink: {
    values: ['false', 'true'],
    says: 'whether the role Project Network Access Manager may change private endpoints',
    apply: (world, value) => {
      world.networkAccessManagerMayLink = value === 'true';
    },
  },
  hostnameLabel: {
    values: HOSTNAME_LABELS,
    says: 'what names the endpoint of a federated database’s host name: its id, or a label that contains it',
    apply: (world, value) => {
      world.hostnameLabel = HOSTNAME_LABELS.find((one) => one === value) ?? world.hostnameLabel;
    },
  },
  resourcePolicy: {
    values: ['none', ...POLICY_STATUSES.map(String)],
    says: 'status with which a resource policy refuses changes of private endpoints; not recorded',
    apply: (world, value) => {
      const status = POLICY_STATUSES.find((one) => String(one) === value);
      world.resourcePolicy =
        status === undefined
          ? undefined
          : { name: 'no-private-endpoints', status, methods: ['POST', 'PATCH', 'DELETE'] };
    },
  },
  nonces: {
    values: ['reusable', 'single-use'],
    says: 'how often a digest nonce is accepted',
    options: (value) => ({ nonces: value === 'single-use' ? 'single-use' : 'reusable' }),
  },
  nonceCounts: {
    values: ['any-order', 'increasing'],
    says: 'whether a nonce count is accepted after a higher one',
    options: (value) => ({ nonceCounts: value === 'increasing' ? 'increasing' : 'any-order' }),
  },
  challengeBody: {
    values: ['plain', 'with-code', 'empty'],
    says: 'body of a 401 response; all three have been recorded',
    options: (value) => ({ challengeBody: value === 'with-code' || value === 'empty' ? value : 'plain' }),
  },
};

const TIMINGS = Object.entries(DEFAULT_TIMINGS);

export const SETTINGS_USAGE = [
  'Settings: --set NAME=VALUE with one of these values, of which the first is the default',
  '',
  ...Object.entries(CHOICES).map(([name, { values, says }]) => `  ${name}=${values.join('|')}: ${says}`),
  '',
  'or a time in world seconds, shown with its default',
  '',
  ...TIMINGS.map(([name, seconds]) => `  ${name}=${seconds}`),
].join('\n');

/**
 * @param given `NAME=VALUE` of each setting
 * @throws OptionError for an unknown name, or a value that is not accepted
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
