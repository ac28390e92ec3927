// title: How two names connect
// 标题: 两者如何联系
// example: 黎婉仪和桑知夏有什么关系？
// example: Who connects 黎婉仪 to 桑知夏?
// example: How are 黎婉仪 and 桑知夏 connected?
// asks: {who}<with>{other}(之间)?(是|有|存在)?(什么|哪些|何|怎样的?)?(关系|联系|关联|交集)
// asks: {who}(是)?(怎么|如何|怎样)(认识|联系到?|联系上|接触到?|关联到?|通到){other}(的)?
// asks: {who}<with>{other}(是)?(怎么|如何|通过谁|怎样)(认识|联系|关联|联系起来|连接)(的)?
// asks: 谁(能)?把{who}<with>{other}(联系|连接)(起来|在一起)?
// asks: (how|through whom|who|what) (is|are|connects?|links?|does) {who} (connected|linked|related|connect|know|and|to|with)( to| with)? {other}( connected| linked| related)?
// asks: how (are|do) {who} and {other} (connected|linked|related|connect|know each other)
// asks: (what|which) (is the )?(connection|connections|relationship|link|links|ties) (between|join|joins) {who} and {other}
// parameter: who node | one of the two
// parameter: other node | the other
// parameter: since date = '' | not before this date
// parameter: until date = '' | not after this date
// runs: connect
