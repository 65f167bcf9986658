/** Parameters that only the automation has. */
import {
  DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  LAST_LINK_RULES,
} from '../../lambda/contract/custom-resources.js';
import {
  DEFAULT_LINK_TIMEOUT_SECONDS,
  MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  MAX_LINK_TIMEOUT_SECONDS,
  MIN_LINK_TIMEOUT_SECONDS,
} from '../../lambda/contract/limits.js';
import { FLAG, type ParameterTable, PLAIN_TEXT } from './engine-parameters.js';

const NO_QUOTES = 'Expected a text without quotation marks, backslashes and control characters.';

export const AUTOMATION_PARAMETERS = {
  SelectTagKey: {
    description: 'Link VPC endpoints that have a tag with this key. Whoever may set the tag may open a path.',
    default: '',
    maxLength: 128,
    allowedPattern: PLAIN_TEXT,
    constraintDescription: NO_QUOTES,
  },
  SelectTagValue: {
    description: 'Value that the tag must have. Empty: any value.',
    default: '',
    maxLength: 256,
    allowedPattern: PLAIN_TEXT,
    constraintDescription: NO_QUOTES,
  },
  SelectVpcId: {
    description: 'Link VPC endpoints in this VPC; with SelectTagKey, those that have the tag besides.',
    default: '',
    allowedPattern: '^(vpc-[0-9a-f]+)?$',
    constraintDescription: 'Expected the id of a VPC.',
  },
  SelectAll: {
    description: 'true: link every VPC endpoint that leads to an endpoint service of the projects.',
    default: 'false',
    allowedValues: FLAG,
  },
  LastLink: {
    description:
      'What becomes of the last link of an endpoint service, with which Atlas removes the service.',
    default: 'keep',
    allowedValues: [...LAST_LINK_RULES],
  },
  UnlinkDeselected: {
    description: 'true: remove the link of a VPC endpoint that is no longer selected.',
    default: 'false',
    allowedValues: FLAG,
  },
  LinkTimeoutSeconds: {
    description: 'Seconds after which a link that is neither available nor failed ends as timed out.',
    type: 'Number',
    default: DEFAULT_LINK_TIMEOUT_SECONDS,
    minValue: MIN_LINK_TIMEOUT_SECONDS,
    maxValue: MAX_LINK_TIMEOUT_SECONDS,
  },
  ConnectionStringsTimeoutSeconds: {
    description: 'Seconds for which the connection strings of an available link are followed. 0: not at all.',
    type: 'Number',
    default: DEFAULT_CONNECTION_STRINGS_TIMEOUT_SECONDS,
    minValue: 0,
    maxValue: MAX_CONNECTION_STRINGS_TIMEOUT_SECONDS,
  },
  Push: {
    description:
      'Whether EC2 sends notifications of acceptances by Atlas; $1 a month for the key of its topic.',
    default: 'true',
    allowedValues: FLAG,
  },
  TagEndpoints: {
    description: 'Whether the outcome is put on the VPC endpoint as tags.',
    default: 'true',
    allowedValues: FLAG,
  },
  MaxConcurrency: {
    description: 'Reserved concurrency of each of the functions that ask Atlas. 0: none is reserved.',
    type: 'Number',
    default: 0,
    minValue: 0,
    maxValue: 1000,
  },
  Dashboard: {
    description: 'Whether there is a CloudWatch dashboard; $3 a month where the account has three already.',
    default: 'true',
    allowedValues: FLAG,
  },
  RunbookUrl: {
    description:
      'Where your team reads docs/runbook.md; alarms and dashboard then lead to its sections. Empty: none.',
    default: '',
    allowedPattern: '^(https?://[^\\s"\\\\#]+)?$',
    constraintDescription: 'Expected a URL without "#".',
  },
} as const satisfies ParameterTable;
