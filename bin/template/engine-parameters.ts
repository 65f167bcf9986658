/** Parameters that the automation and the provider have in common. */
import type { CfnParameterProps } from 'aws-cdk-lib';
import { RetentionDays } from 'aws-cdk-lib/aws-logs';
import { ATLAS_BASE_URL } from '../../lambda/contract/limits.js';

export type ParameterTable = Readonly<Record<string, CfnParameterProps>>;

/** Characters that need no escaping in JSON, for texts that become part of it. */
export const PLAIN_TEXT = '^[^"\\\\\\x00-\\x1f]*$';

export const FLAG = ['true', 'false'];

const PROJECT_IDS = '[0-9a-f]{24}(,[0-9a-f]{24}){0,39}';
const SECRET_ARN =
  'arn:aws[a-z-]*:secretsmanager:[a-z0-9-]+:[0-9]{12}:secret:[A-Za-z0-9/_+=.@-]+-[A-Za-z0-9]{6}';
const PROJECT_IDS_EXPECTED =
  'Expected 1 to 40 Atlas project ids of 24 hexadecimal digits, with commas and without spaces.';
const SECRET_EXPECTED = 'Expected the complete ARN of a secret, with the six characters at its end.';

export const ENGINE_PARAMETERS = {
  ProjectIds: {
    description: 'Atlas project ids whose credentials are in SecretArn: 1 to 40, with commas.',
    allowedPattern: `^${PROJECT_IDS}$`,
    constraintDescription: PROJECT_IDS_EXPECTED,
  },
  SecretArn: {
    description:
      'Complete ARN of the secret with the Atlas credentials of ProjectIds: JSON {"clientId","clientSecret"} or {"publicKey","privateKey"}.',
    allowedPattern: `^${SECRET_ARN}$`,
    constraintDescription: SECRET_EXPECTED,
  },
  ProjectIds2: {
    description: 'Further Atlas project ids, whose credentials are in SecretArn2. Empty: none.',
    default: '',
    allowedPattern: `^(${PROJECT_IDS})?$`,
    constraintDescription: PROJECT_IDS_EXPECTED,
  },
  SecretArn2: {
    description: 'Complete ARN of the secret with the Atlas credentials of ProjectIds2. Empty: none.',
    default: '',
    allowedPattern: `^(${SECRET_ARN})?$`,
    constraintDescription: SECRET_EXPECTED,
  },
  AtlasBaseUrl: {
    description: 'Base URL of the Atlas Admin API; https://cloud.mongodbgov.com for Atlas for Government.',
    default: ATLAS_BASE_URL,
    allowedPattern: '^(https://[a-z0-9.-]+|http://(127\\.0\\.0\\.1|localhost))(:[0-9]+)?$',
    constraintDescription: 'Expected an https URL without path or trailing slash.',
  },
  ShareAccessTokens: {
    description:
      'Whether the functions share one access token of a service account, in a secret that costs $0.40 a month. Of no use with API keys.',
    default: 'true',
    allowedValues: FLAG,
  },
  EventBusName: {
    description: 'Name of the event bus on which conclusions are published.',
    default: 'default',
    allowedPattern: '^[A-Za-z0-9._/-]{1,256}$',
    constraintDescription: 'Expected the name of an event bus of this account and Region.',
  },
  AlarmEmail: {
    description: 'E-mail address that receives alarms, after it has confirmed its subscription. Empty: none.',
    default: '',
    allowedPattern: '^([^@\\s"]+@[^@\\s"]+)?$',
    constraintDescription: 'Expected an e-mail address.',
  },
  AlarmTopicArn: {
    description: 'ARN of an SNS topic that receives alarms as well. Empty: none.',
    default: '',
    allowedPattern: '^(arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+)?$',
    constraintDescription: 'Expected the ARN of an SNS topic.',
  },
  VpcId: {
    description:
      'VPC of the functions that ask Atlas, for a fixed address on the API access list of Atlas. Empty: outside of any VPC.',
    default: '',
    allowedPattern: '^(vpc-[0-9a-f]+)?$',
    constraintDescription: 'Expected the id of a VPC.',
  },
  SubnetIds: {
    description: 'Subnets of VpcId with a route to Atlas and AWS (NAT gateway), with commas.',
    default: '',
    allowedPattern: '^(subnet-[0-9a-f]+(,subnet-[0-9a-f]+)*)?$',
    constraintDescription: 'Expected ids of subnets, with commas and without spaces.',
  },
  SecurityGroupIds: {
    description:
      'Security groups of the functions in VpcId, which let HTTPS out, with commas. Empty: a new one that does.',
    default: '',
    allowedPattern: '^(sg-[0-9a-f]+(,sg-[0-9a-f]+)*)?$',
    constraintDescription: 'Expected ids of security groups, with commas and without spaces.',
  },
  LogRetentionDays: {
    description: 'How long the logs of functions and state machines are kept.',
    type: 'Number',
    default: String(RetentionDays.THREE_MONTHS),
    allowedValues: [1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1827, 3653].map(String),
  },
  LogLevel: {
    description: 'Least severe log level that is written.',
    default: 'INFO',
    allowedValues: ['DEBUG', 'INFO', 'WARN', 'ERROR'],
  },
} as const satisfies ParameterTable;
