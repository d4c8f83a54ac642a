// The icons of these pages: in the bundle, since one that is fetched when it is drawn is missing where the network is. Those that EUI draws by
// itself are among them: of its dates, tables, lists, editors and so on.
import { createElement, type ComponentType } from 'react';
import { appendIconComponentCache } from '@elastic/eui/es/components/icon/icon';
import { icon as apps } from '@elastic/eui/es/components/icon/assets/apps';
import { icon as calendar } from '@elastic/eui/es/components/icon/assets/calendar';
import { icon as casesApp } from '@elastic/eui/es/components/icon/assets/app_cases';
import { icon as check } from '@elastic/eui/es/components/icon/assets/check';
import { icon as checkCircleFill } from '@elastic/eui/es/components/icon/assets/check_circle_fill';
import { icon as chevronLimitLeft } from '@elastic/eui/es/components/icon/assets/chevron_limit_left';
import { icon as chevronLimitRight } from '@elastic/eui/es/components/icon/assets/chevron_limit_right';
import { icon as chevronSingleDown } from '@elastic/eui/es/components/icon/assets/chevron_single_down';
import { icon as chevronSingleLeft } from '@elastic/eui/es/components/icon/assets/chevron_single_left';
import { icon as chevronSingleRight } from '@elastic/eui/es/components/icon/assets/chevron_single_right';
import { icon as chevronSingleUp } from '@elastic/eui/es/components/icon/assets/chevron_single_up';
import { icon as clock } from '@elastic/eui/es/components/icon/assets/clock';
import { icon as code } from '@elastic/eui/es/components/icon/assets/code';
import { icon as comment } from '@elastic/eui/es/components/icon/assets/comment';
import { icon as copy } from '@elastic/eui/es/components/icon/assets/copy';
import { icon as cross } from '@elastic/eui/es/components/icon/assets/cross';
import { icon as documentation } from '@elastic/eui/es/components/icon/assets/documentation';
import { icon as dot } from '@elastic/eui/es/components/icon/assets/dot';
import { icon as download } from '@elastic/eui/es/components/icon/assets/download';
import { icon as ellipsis } from '@elastic/eui/es/components/icon/assets/ellipsis';
import { icon as empty } from '@elastic/eui/es/components/icon/assets/empty';
import { icon as error } from '@elastic/eui/es/components/icon/assets/error';
import { icon as errorFill } from '@elastic/eui/es/components/icon/assets/error_fill';
import { icon as external } from '@elastic/eui/es/components/icon/assets/external';
import { icon as eye } from '@elastic/eui/es/components/icon/assets/eye';
import { icon as eyeSlash } from '@elastic/eui/es/components/icon/assets/eye_slash';
import { icon as flask } from '@elastic/eui/es/components/icon/assets/flask';
import { icon as fullScreen } from '@elastic/eui/es/components/icon/assets/full_screen';
import { icon as fullScreenExit } from '@elastic/eui/es/components/icon/assets/full_screen_exit';
import { icon as gear } from '@elastic/eui/es/components/icon/assets/gear';
import { icon as info } from '@elastic/eui/es/components/icon/assets/info';
import { icon as inspect } from '@elastic/eui/es/components/icon/assets/inspect';
import { icon as key } from '@elastic/eui/es/components/icon/assets/key';
import { icon as keyboard } from '@elastic/eui/es/components/icon/assets/keyboard';
import { icon as link } from '@elastic/eui/es/components/icon/assets/link';
import { icon as listBullet } from '@elastic/eui/es/components/icon/assets/list_bullet';
import { icon as listCheck } from '@elastic/eui/es/components/icon/assets/list_check';
import { icon as listNumber } from '@elastic/eui/es/components/icon/assets/list_number';
import { icon as lock } from '@elastic/eui/es/components/icon/assets/lock';
import { icon as lockOpen } from '@elastic/eui/es/components/icon/assets/lock_open';
import { icon as logoKibana } from '@elastic/eui/es/components/icon/assets/logo_kibana';
import { icon as magnify } from '@elastic/eui/es/components/icon/assets/magnify';
import { icon as memory } from '@elastic/eui/es/components/icon/assets/memory';
import { icon as minus } from '@elastic/eui/es/components/icon/assets/minus';
import { icon as minusCircle } from '@elastic/eui/es/components/icon/assets/minus_circle';
import { icon as moon } from '@elastic/eui/es/components/icon/assets/moon';
import { icon as paperClip } from '@elastic/eui/es/components/icon/assets/paper_clip';
import { icon as pause } from '@elastic/eui/es/components/icon/assets/pause';
import { icon as pencil } from '@elastic/eui/es/components/icon/assets/pencil';
import { icon as play } from '@elastic/eui/es/components/icon/assets/play';
import { icon as plusCircle } from '@elastic/eui/es/components/icon/assets/plus_circle';
import { icon as processor } from '@elastic/eui/es/components/icon/assets/processor';
import { icon as push } from '@elastic/eui/es/components/icon/assets/push';
import { icon as question } from '@elastic/eui/es/components/icon/assets/question';
import { icon as queue } from '@elastic/eui/es/components/icon/assets/queue';
import { icon as quote } from '@elastic/eui/es/components/icon/assets/quote';
import { icon as refresh } from '@elastic/eui/es/components/icon/assets/refresh';
import { icon as returnKey } from '@elastic/eui/es/components/icon/assets/return';
import { icon as sortable } from '@elastic/eui/es/components/icon/assets/sortable';
import { icon as sortDown } from '@elastic/eui/es/components/icon/assets/sort_down';
import { icon as sortLeft } from '@elastic/eui/es/components/icon/assets/sort_left';
import { icon as sortRight } from '@elastic/eui/es/components/icon/assets/sort_right';
import { icon as sortUp } from '@elastic/eui/es/components/icon/assets/sort_up';
import { icon as stop } from '@elastic/eui/es/components/icon/assets/stop';
import { icon as stopFill } from '@elastic/eui/es/components/icon/assets/stop_fill';
import { icon as storage } from '@elastic/eui/es/components/icon/assets/storage';
import { icon as sun } from '@elastic/eui/es/components/icon/assets/sun';
import { icon as textBold } from '@elastic/eui/es/components/icon/assets/text_bold';
import { icon as textItalic } from '@elastic/eui/es/components/icon/assets/text_italic';
import { icon as timeline } from '@elastic/eui/es/components/icon/assets/timeline';
import { icon as trash } from '@elastic/eui/es/components/icon/assets/trash';
import { icon as undo } from '@elastic/eui/es/components/icon/assets/undo';
import { icon as upload } from '@elastic/eui/es/components/icon/assets/upload';
import { icon as user } from '@elastic/eui/es/components/icon/assets/user';
import { icon as warning } from '@elastic/eui/es/components/icon/assets/warning';
import { icon as warningFill } from '@elastic/eui/es/components/icon/assets/warning_fill';

/** One that leads back or on: it points the other way where a page is written from right to left (`app/mends.tsx`). */
function sideways(icon: ComponentType): ComponentType {
  return (props) => createElement(icon, { ...props, 'data-points': 'sideways' } as object);
}

export const ICONS = {
  apps,
  calendar,
  casesApp,
  check,
  checkCircleFill,
  chevronLimitLeft: sideways(chevronLimitLeft),
  chevronLimitRight: sideways(chevronLimitRight),
  chevronSingleDown,
  chevronSingleLeft: sideways(chevronSingleLeft),
  chevronSingleRight: sideways(chevronSingleRight),
  chevronSingleUp,
  clock,
  code,
  comment,
  copy,
  cross,
  documentation,
  dot,
  download,
  ellipsis,
  empty,
  error,
  errorFill,
  external,
  eye,
  eyeSlash,
  flask,
  fullScreen,
  fullScreenExit,
  gear,
  info,
  inspect,
  key,
  keyboard,
  link,
  listBullet,
  listCheck,
  listNumber,
  lock,
  lockOpen,
  logoKibana,
  magnify,
  memory,
  minus,
  minusCircle,
  moon,
  paperClip,
  pause,
  pencil,
  play,
  plusCircle,
  processor,
  push,
  question,
  queue,
  quote,
  refresh,
  return: returnKey,
  sortable,
  sortDown,
  sortLeft,
  sortRight,
  sortUp,
  stop,
  stopFill,
  storage,
  sun,
  textBold,
  textItalic,
  timeline,
  trash,
  undo,
  upload,
  user,
  warning,
  warningFill,
};

appendIconComponentCache(ICONS);
