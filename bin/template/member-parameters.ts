/** Parameters of the member templates. */
import { DEFAULT_NAMESPACE } from '../../lambda/contract/members.js';
import { type ParameterTable, PLAIN_TEXT } from './engine-parameters.js';

/** Of the template with the roles and of that with the rules. */
export const MEMBER_PARAMETERS = {
  HubAccount: {
    description: 'AWS account of the hub.',
    allowedPattern: '^[0-9]{12}$',
    constraintDescription: 'Expected an account id of 12 digits.',
  },
  HubRegion: {
    description: 'Home Region of the hub.',
    allowedPattern: '^[a-z]{2,}(-[a-z]+)+-[0-9]{1,2}$',
    constraintDescription: 'Expected an AWS Region such as eu-west-1.',
  },
  Namespace: {
    description: 'Namespace of the hub, if it is not the only one of the organization.',
    default: DEFAULT_NAMESPACE,
    allowedPattern: '^[a-z][a-z0-9-]{0,31}$',
    constraintDescription:
      'Expected 1 to 32 lower-case letters, digits and hyphens, beginning with a letter.',
  },
} as const satisfies ParameterTable;

export const MEMBER_ROLES_PARAMETERS = {
  OrganizationId: {
    description:
      'Id of the organization: the hub is trusted only while both are in it. Empty: the hub is trusted by its account alone.',
    default: '',
    allowedPattern: '^(o-[a-z0-9]{10,32})?$',
    constraintDescription: 'Expected the id of an organization, such as o-a1b2c3d4e5.',
  },
} as const satisfies ParameterTable;

export const MEMBER_RULES_PARAMETERS = {
  TagKeys: {
    description:
      'Keys of the tags by which the hub selects VPC endpoints, with commas: changes of these are forwarded. Empty: none.',
    default: '',
    allowedPattern: PLAIN_TEXT,
    constraintDescription: 'Expected keys without quotation marks, backslashes and control characters.',
  },
} as const satisfies ParameterTable;
