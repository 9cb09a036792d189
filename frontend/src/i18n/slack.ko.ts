import type { SlackMessages } from "./slack.en";

export const slackKo: SlackMessages = {
  linkTitle: "Slack 계정 연결",
  workspace: "Slack 워크스페이스",
  user: "Slack 사용자",
  account: "이곳의 계정",
  until: "링크 만료",
  warning: (slackName) =>
    `연결하면 Slack에서 ${slackName}(으)로 글을 쓰는 사람이 이곳에서 내 권한으로 작업하게 됩니다. 본인이 직접 요청한 링크일 때만 확인해 주세요.`,
  confirm: "계정 연결",
  cancel: "본인이 아닙니다",
  failed: "계정을 연결하지 못했습니다",
  linked: "연결되었습니다",
  linkedText: (slackName) =>
    `${slackName} 사용자와 연결되었습니다. Slack으로 돌아가 “/vpn help”를 입력하면 할 수 있는 작업을 볼 수 있습니다. “/vpn unlink”로 연결을 끊을 수 있습니다.`,
  toTargets: "점검 대상 보기",
};
