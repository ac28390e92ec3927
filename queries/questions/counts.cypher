// title: How much the graph holds
// 标题: 图里有多少
// example: 图里一共有多少人？
// example: How many people are in the graph?
// asks: (图|图谱|库|数据库|这里)(里|中)?(一共|总共|共)?有多少(人|个人|节点|单位|机构|企业|公司|文章|关系|活动|数据)
// asks: (which|how many) (people|persons|nodes|edges|companies|articles|events|organisations|relationships) (are|is) (there )?in (the|this) graph
// asks: how (big|large) is (the|this) graph
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// runs: stats
