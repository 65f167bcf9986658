/** Examples for `--help`: a test parses each of them. */
export interface Example {
  /** Without the name of the program. */
  readonly line: string;
  readonly does: string;
}

const ID = 'vpce-0123456789abcdef0';

/** By command; the empty name is the program itself. */
export const EXAMPLES: Readonly<Record<string, readonly Example[]>> = {
  '': [
    { line: 'list --region eu-west-1', does: 'what is linked in a Region' },
    { line: `doctor ${ID}`, does: 'why an endpoint does not work' },
    { line: `doctor ${ID} --local`, does: 'the same on a local world, without an account' },
  ],
  list: [
    { line: 'list', does: 'in columns that fit the terminal' },
    { line: 'list --output wide', does: 'all columns' },
    { line: 'list --output json --profile production', does: 'for a program, as an AWS profile' },
    { line: 'list --account 222222222222 --region us-east-1', does: 'of a member of a hub' },
  ],
  describe: [
    { line: `describe ${ID}`, does: 'attributes, registry, EC2, connection strings' },
    { line: `describe ${ID} --output json`, does: 'the same for a program' },
  ],
  watch: [{ line: `watch ${ID} --timeout 300`, does: 'for five minutes at most' }],
  link: [
    { line: `link ${ID}`, does: 'until it is available or has failed' },
    { line: `link ${ID} --no-wait`, does: 'returns once its execution has started' },
  ],
  unlink: [
    { line: `unlink ${ID}`, does: 'asks before it removes the link' },
    { line: `unlink ${ID} --yes`, does: 'in a script' },
    { line: `unlink ${ID} --last-link remove`, does: 'with its endpoint service, where it is the last link' },
  ],
  reconcile: [
    { line: 'reconcile --dry-run', does: 'what differs, without a change' },
    { line: 'reconcile', does: 'the same, and repairs what the rules allow' },
  ],
  redrive: [
    { line: 'redrive --dry-run', does: 'shows the dead-letter messages' },
    { line: 'redrive --max 10', does: 'sends ten of them again' },
  ],
  doctor: [
    { line: `doctor ${ID}`, does: 'names the first thing that is wrong' },
    { line: `doctor ${ID} --output json`, does: 'each check for a program' },
    { line: `doctor ${ID} --account 222222222222 --region us-east-1`, does: 'of a member of a hub' },
    { line: `doctor ${ID} --dns-server 10.0.0.2:53`, does: 'asks the name server of a VPC' },
  ],
  members: [
    { line: 'members', does: 'accounts and Regions of a hub' },
    { line: 'members --expect 222222222222 333333333333', does: 'also accounts that were never heard' },
    { line: 'members --no-enter --output json', does: 'as the hub has heard them, for a program' },
  ],
  completion: [
    { line: 'completion bash', does: 'source <(atlas-privatelink completion bash) in ~/.bashrc' },
    {
      line: 'completion zsh',
      does: 'source <(atlas-privatelink completion zsh) in ~/.zshrc, after compinit',
    },
    { line: 'completion fish', does: 'atlas-privatelink completion fish | source in config.fish' },
  ],
};

export function examplesHelp(command: string): string {
  const lines = (EXAMPLES[command] ?? []).map(
    ({ line, does }) => `  atlas-privatelink ${line}\n      ${does}`,
  );
  return `\nExamples:\n${lines.join('\n')}`;
}
