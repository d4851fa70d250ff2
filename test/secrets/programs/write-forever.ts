// Replaces one file again and again, by a text of only one letter, until it is killed.
import { replaceFile } from '../../../secrets/atomic-file.js';

const path = process.argv[2] ?? '';
process.stdout.write('writing\n');
for (let index = 0; ; index += 1) {
  replaceFile(path, 'abcdefgh'.charAt(index % 8).repeat(4_000_000), { mode: 0o600 });
}
