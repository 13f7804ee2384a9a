import type { Common, Translate } from '@madoguchi/shared/messages';
import { type SettingsWords, settingsWords } from '@madoguchi/shared/messages/settings';
import { wordsWith } from '../../app/own-words';
import { prefs } from '../../app/prefs';

export type SettingsTranslate = Translate<Common & SettingsWords>;

export const useSettingsWords = wordsWith(await settingsWords(prefs.get().language));
