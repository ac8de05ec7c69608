// Which texts of a command line are secrets.
import { expect, it } from 'vitest';
import { secretsInCommand } from '../../src/plan/secret-places.ts';

it.each([
  ['PASSWORD="correct horse battery staple" true', ['correct horse battery staple']],
  ["export DB_PASSWORD='block\nwith-newline-9'", ['block\nwith-newline-9']],
  ['MY_SECRET="quoted \\"value\\" here" ./serve', ['quoted \\"value\\" here']],
  ['./serve --api-key "two words here" --port 1', ['two words here']],
  ["curl -H 'Authorization: Bearer abcdefgh1234'", ['abcdefgh1234']],
  ['echo ${SOME_TOKEN:-defaultsecret77}', ['defaultsecret77']],
  ['psql postgres://user:p4ssw0rd-long@host/db', ['p4ssw0rd-long']],
  ['curl "http://host/?api_key=URLQUERYSECRET1&x=1"', ['URLQUERYSECRET1&x=1', 'URLQUERYSECRET1']],
  ['TITLE="not a secret at all" echo "${HOME:-somewhere}"', []],
  ['TOKEN="unclosed-quote and more', ['unclosed-quote']],
])('%j', (line, secrets) => {
  expect(secretsInCommand(line)).toEqual(secrets);
});
