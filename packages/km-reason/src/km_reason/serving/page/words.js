/* What the page says, in the languages of those who use it. */
export const WORDS = {
  en: {
    question: "Question", ask: "Ask", reasoner: "Reasoner", share: "Copy link", answer: "Answer",
    empty: "Ask something in words about what is in the graph.", evidence: "Because",
    edit: "Edit a triple", head: "Head", relation: "Relation", tail: "Tail", add: "Add",
    remove: "Remove", graph: "Graph", hint: "Choose a node to see what is around it; drag to move it.",
    linking: "Linking", planning: "Planning", paths: "Paths", answered: "Answer",
    working: "Looking for an answer …", silent: "The graph does not say.", copied: "The link is copied.",
    changed: "The graph is changed; asked again.", changedOnly: "The graph is changed.",
    offline: "The server cannot be reached; is it running?", token: "This server needs a token:",
    size: (n, m) => `${n.toLocaleString("en")} entities, ${m.toLocaleString("en")} triples`,
    found: (n) => (n === 1 ? "1 answer." : `${n} answers.`), more: "There is more around it than is shown.",
    loading: "Looking around …", expand: "show what is around it", dark: "Dark", light: "Light",
    other: "中文", removeFact: "edit this triple",
  },
  zh: {
    question: "问题", ask: "提问", reasoner: "推理方式", share: "复制链接", answer: "答案",
    empty: "请用一句话询问图谱中的内容。", evidence: "依据", edit: "编辑三元组", head: "头实体",
    relation: "关系", tail: "尾实体", add: "添加", remove: "删除", graph: "图谱",
    hint: "点击节点可展开其邻居；拖动可移动节点。", linking: "链接实体", planning: "规划", paths: "路径",
    answered: "答案", working: "正在寻找答案……", silent: "图谱中没有答案。", copied: "链接已复制。",
    changed: "图谱已修改，并已重新提问。", changedOnly: "图谱已修改。", offline: "无法连接服务器，它在运行吗？",
    token: "此服务器需要令牌：", size: (n, m) => `${n.toLocaleString("zh")} 个实体，${m.toLocaleString("zh")} 个三元组`,
    found: (n) => `共 ${n} 个答案。`, more: "周围还有更多内容未显示。", loading: "正在展开……",
    expand: "展开邻居", dark: "深色", light: "浅色", other: "English", removeFact: "编辑此三元组",
  },
};
