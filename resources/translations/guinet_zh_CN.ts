<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
    <name></name>
    <message>
        <source>&amp;New</source>
        <translation>新建(&amp;N)</translation>
    </message>
    <message>
        <source>New from co&amp;de…</source>
        <translation>从代码新建(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>&amp;Import…</source>
        <translation>导入(&amp;I)…</translation>
    </message>
    <message>
        <source>&amp;Save</source>
        <translation>保存(&amp;S)</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>&amp;Export…</source>
        <translation>导出(&amp;E)…</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Duplicate</source>
        <translation>创建副本(&amp;D)</translation>
    </message>
    <message>
        <source>De&amp;lete</source>
        <translation>删除(&amp;L)</translation>
    </message>
    <message>
        <source>Delete and rec&amp;onnect</source>
        <translation>删除并重新连接(&amp;O)</translation>
    </message>
    <message>
        <source>R&amp;ename</source>
        <translation>重命名(&amp;E)</translation>
    </message>
    <message>
        <source>Replace b&amp;y…</source>
        <translation>替换为(&amp;Y)…</translation>
    </message>
    <message>
        <source>S&amp;wap inputs</source>
        <translation>交换输入(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Mute</source>
        <translation>停用(&amp;M)</translation>
    </message>
    <message>
        <source>&amp;Bypass</source>
        <translation>旁路(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Grab and move</source>
        <translation>抓取并移动(&amp;G)</translation>
    </message>
    <message>
        <source>Collapse or e&amp;xpand</source>
        <translation>折叠或展开(&amp;X)</translation>
    </message>
    <message>
        <source>Hide unu&amp;sed ports</source>
        <translation>隐藏未用的端口(&amp;S)</translation>
    </message>
    <message>
        <source>Colour…</source>
        <translation>颜色…</translation>
    </message>
    <message>
        <source>Select &amp;all</source>
        <translation>全选(&amp;A)</translation>
    </message>
    <message>
        <source>Select what leads &amp;here</source>
        <translation>选中上游(&amp;H)</translation>
    </message>
    <message>
        <source>Select what &amp;follows</source>
        <translation>选中下游(&amp;F)</translation>
    </message>
    <message>
        <source>Select all of this &amp;kind</source>
        <translation>选中所有同类(&amp;K)</translation>
    </message>
    <message>
        <source>Show &amp;all</source>
        <translation>显示全部(&amp;A)</translation>
    </message>
    <message>
        <source>Show the &amp;selection</source>
        <translation>显示所选(&amp;S)</translation>
    </message>
    <message>
        <source>Zoom &amp;in</source>
        <translation>放大(&amp;I)</translation>
    </message>
    <message>
        <source>Zoom &amp;out</source>
        <translation>缩小(&amp;O)</translation>
    </message>
    <message>
        <source>Actual si&amp;ze</source>
        <translation>实际大小(&amp;Z)</translation>
    </message>
    <message>
        <source>Snap to the &amp;grid and to others</source>
        <translation>对齐到网格和其他节点(&amp;G)</translation>
    </message>
    <message>
        <source>Previe&amp;ws on nodes</source>
        <translation>节点上的预览(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Group</source>
        <translation>组合(&amp;G)</translation>
    </message>
    <message>
        <source>&amp;Ungroup</source>
        <translation>解组(&amp;U)</translation>
    </message>
    <message>
        <source>Remove unused bloc&amp;ks</source>
        <translation>删除未用到的块(&amp;K)</translation>
    </message>
    <message>
        <source>&amp;Enter the block</source>
        <translation>进入块(&amp;E)</translation>
    </message>
    <message>
        <source>Open the block in &amp;place</source>
        <translation>就地打开块(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Leave the block</source>
        <translation>离开块(&amp;L)</translation>
    </message>
    <message>
        <source>Add a &amp;frame</source>
        <translation>添加框(&amp;F)</translation>
    </message>
    <message>
        <source>Frame wit&amp;h torch.no_grad()</source>
        <translation>用 torch.no_grad() 框住(&amp;H)</translation>
    </message>
    <message>
        <source>Add a &amp;note</source>
        <translation>添加便签(&amp;N)</translation>
    </message>
    <message>
        <source>La&amp;y out</source>
        <translation>自动布局(&amp;Y)</translation>
    </message>
    <message>
        <source>Align &amp;left edges</source>
        <translation>左边对齐(&amp;L)</translation>
    </message>
    <message>
        <source>Align c&amp;entres</source>
        <translation>水平居中对齐(&amp;E)</translation>
    </message>
    <message>
        <source>Align &amp;right edges</source>
        <translation>右边对齐(&amp;R)</translation>
    </message>
    <message>
        <source>Align &amp;top edges</source>
        <translation>上边对齐(&amp;T)</translation>
    </message>
    <message>
        <source>Align &amp;middles</source>
        <translation>垂直居中对齐(&amp;M)</translation>
    </message>
    <message>
        <source>Align &amp;bottom edges</source>
        <translation>下边对齐(&amp;B)</translation>
    </message>
    <message>
        <source>Equal gaps a&amp;cross</source>
        <translation>横向等距(&amp;C)</translation>
    </message>
    <message>
        <source>Equal gaps &amp;down</source>
        <translation>纵向等距(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Repeat…</source>
        <translation>重复(&amp;R)…</translation>
    </message>
    <message>
        <source>Use the &amp;same layer</source>
        <translation>使用同一层(&amp;S)</translation>
    </message>
    <message>
        <source>Use its &amp;own layer</source>
        <translation>使用自己的层(&amp;O)</translation>
    </message>
    <message>
        <source>&amp;Train</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>暂停(&amp;P)</translation>
    </message>
    <message>
        <source>&amp;Stop</source>
        <translation>停止(&amp;S)</translation>
    </message>
    <message>
        <source>St&amp;ep</source>
        <translation>单步(&amp;E)</translation>
    </message>
    <message>
        <source>Run &amp;once</source>
        <translation>运行一次(&amp;O)</translation>
    </message>
    <message>
        <source>Next &amp;node</source>
        <translation>下一节点(&amp;N)</translation>
    </message>
    <message>
        <source>Next p&amp;hase</source>
        <translation>下一阶段(&amp;H)</translation>
    </message>
    <message>
        <source>Next t&amp;raining step</source>
        <translation>下一训练步(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Into the block</source>
        <translation>进入块(&amp;I)</translation>
    </message>
    <message>
        <source>O&amp;ut of the block</source>
        <translation>跳出块(&amp;U)</translation>
    </message>
    <message>
        <source>Connect &amp;to…</source>
        <translation>连接到(&amp;T)…</translation>
    </message>
    <message>
        <source>&amp;Next panel</source>
        <translation>下一个面板(&amp;N)</translation>
    </message>
    <message>
        <source>Pre&amp;vious panel</source>
        <translation>上一个面板(&amp;V)</translation>
    </message>
    <message>
        <source>Ne&amp;xt project</source>
        <translation>下一个项目(&amp;X)</translation>
    </message>
    <message>
        <source>P&amp;revious project</source>
        <translation>上一个项目(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Close the project</source>
        <translation>关闭项目(&amp;C)</translation>
    </message>
    <message>
        <source>E&amp;xamples and lessons…</source>
        <translation>示例与课程(&amp;X)…</translation>
    </message>
    <message>
        <source>F&amp;ind…</source>
        <translation>查找(&amp;I)…</translation>
    </message>
    <message>
        <source>Keyboard &amp;shortcuts…</source>
        <translation>键盘快捷键(&amp;S)…</translation>
    </message>
    <message>
        <source>&amp;Do anything…</source>
        <translation>查找操作(&amp;D)…</translation>
    </message>
    <message>
        <source>&amp;About GuiNet</source>
        <translation>关于 GuiNet(&amp;A)</translation>
    </message>
    <message>
        <source>Canvas</source>
        <translation>画布</translation>
    </message>
    <message>
        <source>The note is copied.</source>
        <translation>便签已复制。</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) copied</source>
        <translation>
            <numerusform>已复制 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>Name of the class</source>
        <translation>类的名称</translation>
    </message>
    <message>
        <source>A row of layers whose name begins with a small letter is torch&apos;s own Sequential.</source>
        <translation>一串层若名称以小写字母开头，就是 torch 自己的 Sequential。</translation>
    </message>
    <message>
        <source>Name of the node</source>
        <translation>节点的名称</translation>
    </message>
    <message>
        <source>There are no two inputs whose wires could change places.</source>
        <translation>没有两个可以互换连线的输入。</translation>
    </message>
    <message>
        <source>From left to right, no free input of the selected nodes fits an output.</source>
        <translation>从左到右，所选节点中没有空闲输入能接上前一个节点的输出。</translation>
    </message>
    <message>
        <source>The clipboard holds nothing to paste here: copy nodes or a note, text out of a .guinet file, or Python that makes a network.</source>
        <translation>剪贴板中没有可以粘贴到这里的内容：请复制节点、便签、.guinet 文件中的文本，或构成网络的 Python 代码。</translation>
    </message>
    <message>
        <source>A wire leads from an output to an input.</source>
        <translation>连线只能从输出端口接到输入端口。</translation>
    </message>
    <message>
        <source>Minimap</source>
        <translation>缩略图</translation>
    </message>
    <message>
        <source>Double-click or press Space to add a layer</source>
        <translation>双击画布或按空格键添加层</translation>
    </message>
    <message>
        <source>or drag one here from the list on the left</source>
        <translation>也可以从左侧列表拖到这里</translation>
    </message>
    <message>
        <source>Problem</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Explain</source>
        <translation>说明</translation>
    </message>
    <message>
        <source>Next ({place} of {count})</source>
        <translation>下一条（{place}/{count}）</translation>
    </message>
    <message>
        <source>This no longer fits the graph: wait for the next check.</source>
        <translation>网络图已改变，此修复不再适用：请等待下一次检查。</translation>
    </message>
    <message>
        <source>Expected: {text}</source>
        <translation>期望：{text}</translation>
    </message>
    <message>
        <source>Got: {text}</source>
        <translation>实际：{text}</translation>
    </message>
    <message>
        <source>Search layers and operations</source>
        <translation>搜索层和运算</translation>
    </message>
    <message>
        <source>What was found</source>
        <translation>搜索结果</translation>
    </message>
    <message>
        <source>Containers are blocks: add the layers, select them and group them with Ctrl+G.</source>
        <translation>容器就是块：添加各层，选中它们，用 Ctrl+G 组合。</translation>
    </message>
    <message>
        <source>Select the nodes that run so, and frame them by the menu Block: a frame says the mode.</source>
        <translation>选中要这样运行的节点，用“块”菜单加框：框注明模式。</translation>
    </message>
    <message>
        <source>First values are rules in Properties, of a layer or of the whole network.</source>
        <translation>初始值是“属性”中的规则，可用于一层或整个网络。</translation>
    </message>
    <message>
        <source>Train runs the whole loop; Step by step runs its phases one at a time, and can leave one out.</source>
        <translation>“训练”运行整个循环；“单步运行”一次运行一个阶段，也可以略去其中一个。</translation>
    </message>
    <message>
        <source>Epochs, optimiser and learning rate are in Properties while nothing is selected.</source>
        <translation>未选中任何节点时，轮数、优化器和学习率在“属性”中。</translation>
    </message>
    <message>
        <source>A data source loads its own batches: add one, and set batch_size and shuffle in its form.</source>
        <translation>数据源自己按批加载：添加一个，在表单中设置 batch_size 和 shuffle。</translation>
    </message>
    <message>
        <source>The mode of the network is the switch in the bar at the top: eval or train.</source>
        <translation>网络的模式是顶部工具栏中的开关：eval 或 train。</translation>
    </message>
    <message>
        <source>Weights are written by Export, and read in Parameters.</source>
        <translation>权重由“导出”写出，在“参数”中读入。</translation>
    </message>
    <message>
        <source>Nothing fits. Try another word, e.g. “conv”, “relu”, “add”.</source>
        <translation>没有匹配的结果。请换个词试试，例如“conv”“relu”“add”。</translation>
    </message>
    <message>
        <source>Runs its block again and again, as long as its condition holds.</source>
        <translation>只要条件成立，就反复运行它的块。</translation>
    </message>
    <message>
        <source>Runs its block if the condition holds.</source>
        <translation>条件成立时运行它的块。</translation>
    </message>
    <message>
        <source>Runs its block a number of times.</source>
        <translation>把它的块运行给定的次数。</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s), none selected</source>
        <translation>
            <numerusform>%n 个节点，均未选中</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) selected</source>
        <translation>
            <numerusform>已选中 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>input from {names}</source>
        <translation>输入来自 {names}</translation>
    </message>
    <message>
        <source>output to {names}</source>
        <translation>输出到 {names}</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s)</source>
        <translation>
            <numerusform>%n 个问题</numerusform>
        </translation>
    </message>
    <message>
        <source>Something is wrong inside: go in to see it.</source>
        <translation>里面有错误：进去查看。</translation>
    </message>
    <message>
        <source>output {port} of {node}</source>
        <translation>{node} 的输出 {port}</translation>
    </message>
    <message>
        <source>input {port} of {node}</source>
        <translation>{node} 的输入 {port}</translation>
    </message>
    <message>
        <source>not wired</source>
        <translation>未连线</translation>
    </message>
    <message>
        <source>wire from {source} to {target}</source>
        <translation>从 {source} 到 {target} 的连线</translation>
    </message>
    <message>
        <source>Collapsed to its title.</source>
        <translation>已折叠，只显示标题。</translation>
    </message>
    <message numerus="yes">
        <source>%n unused port(s) hidden.</source>
        <translation>
            <numerusform>已隐藏 %n 个未用的端口。</numerusform>
        </translation>
    </message>
    <message>
        <source>Colour: {name}.</source>
        <translation>颜色：{name}。</translation>
    </message>
    <message>
        <source>Only keeps nodes together; the program is the same.</source>
        <translation>只把节点放在一起，程序不变。</translation>
    </message>
    <message>
        <source>What is computed here records no gradients.</source>
        <translation>这里的计算不记录梯度。</translation>
    </message>
    <message>
        <source>What is computed here can never take part in a backward pass.</source>
        <translation>这里算出的结果永远不能参与反向传播。</translation>
    </message>
    <message>
        <source>What is computed here records gradients, even within no_grad.</source>
        <translation>这里的计算会记录梯度，即使在 no_grad 之内。</translation>
    </message>
    <message>
        <source>Frame</source>
        <comment>around nodes</comment>
        <translation>框</translation>
    </message>
    <message>
        <source>tensor</source>
        <comment>port</comment>
        <translation>张量</translation>
    </message>
    <message>
        <source>number</source>
        <comment>port</comment>
        <translation>数值</translation>
    </message>
    <message>
        <source>list</source>
        <comment>port</comment>
        <translation>列表</translation>
    </message>
    <message>
        <source>any value</source>
        <comment>port</comment>
        <translation>任意值</translation>
    </message>
    <message>
        <source>Output {port}: {type}</source>
        <translation>输出 {port}：{type}</translation>
    </message>
    <message>
        <source>Input {port}: {type}</source>
        <translation>输入 {port}：{type}</translation>
    </message>
    <message>
        <source>Takes several wires, in order.</source>
        <translation>可按顺序接多条连线。</translation>
    </message>
    <message>
        <source>May stay unwired.</source>
        <translation>可以不连线。</translation>
    </message>
    <message>
        <source>The shape is not known yet.</source>
        <translation>形状尚未得知。</translation>
    </message>
    <message>
        <source>step {step}</source>
        <translation>第 {step} 步</translation>
    </message>
    <message>
        <source>Show everything</source>
        <translation>显示全部</translation>
    </message>
    <message>
        <source>Logarithmic</source>
        <translation>对数坐标</translation>
    </message>
    <message>
        <source>log</source>
        <comment>logarithmic axis</comment>
        <translation>对数</translation>
    </message>
    <message>
        <source>Save chart…</source>
        <translation>保存图表…</translation>
    </message>
    <message>
        <source>Picture</source>
        <translation>图片</translation>
    </message>
    <message>
        <source>Vector picture</source>
        <translation>矢量图</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>Save chart</source>
        <translation>保存图表</translation>
    </message>
    <message>
        <source>best</source>
        <translation>最佳</translation>
    </message>
    <message>
        <source>No training yet. Press Train, and loss and metrics are drawn here as they come.</source>
        <translation>尚未训练。点击“训练”后，损失和各项指标会实时绘制在这里。</translation>
    </message>
    <message>
        <source>Run {run}</source>
        <translation>运行 {run}</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>valid</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>epoch {epoch} · step {step}</source>
        <translation>第 {epoch} 轮 · 第 {step} 步</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Mean absolute error</source>
        <translation>平均绝对误差</translation>
    </message>
    <message>
        <source>R²</source>
        <translation>R²</translation>
    </message>
    <message>
        <source>Gradient norm by layer</source>
        <translation>各层梯度范数</translation>
    </message>
    <message>
        <source>Learning rate</source>
        <translation>学习率</translation>
    </message>
    <message>
        <source>Samples per second</source>
        <translation>每秒样本数</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Type what you want to do</source>
        <translation>输入想要执行的操作</translation>
    </message>
    <message>
        <source>No such action. Space on the canvas finds layers.</source>
        <translation>没有这个操作。在画布上按空格键可以查找层。</translation>
    </message>
    <message>
        <source>Palette</source>
        <translation>节点库</translation>
    </message>
    <message>
        <source>Outline</source>
        <translation>大纲</translation>
    </message>
    <message>
        <source>Properties</source>
        <translation>属性</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Values</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Charts</source>
        <translation>图表</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行记录</translation>
    </message>
    <message>
        <source>Predictions</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>Autograd</source>
        <translation>自动求导</translation>
    </message>
    <message>
        <source>Code</source>
        <translation>代码</translation>
    </message>
    <message>
        <source>Own code</source>
        <translation>手写代码</translation>
    </message>
    <message>
        <source>Problems</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>Doctor</source>
        <translation>诊断</translation>
    </message>
    <message>
        <source>Cost</source>
        <translation>开销</translation>
    </message>
    <message>
        <source>History</source>
        <translation>历史记录</translation>
    </message>
    <message>
        <source>Step by step</source>
        <translation>单步运行</translation>
    </message>
    <message>
        <source>Docs</source>
        <translation>文档</translation>
    </message>
    <message>
        <source>About</source>
        <translation>关于</translation>
    </message>
    <message>
        <source>Lessons</source>
        <translation>课程</translation>
    </message>
    <message>
        <source>Something went wrong in GuiNet itself. Your work is kept; save it and go on. ({error})</source>
        <translation>GuiNet 自身出错了。您的工作仍然保留，请先保存再继续。（{error}）</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>导出</translation>
    </message>
    <message>
        <source>Export run {run}</source>
        <translation>导出运行 {run}</translation>
    </message>
    <message>
        <source>Choose…</source>
        <translation>选择…</translation>
    </message>
    <message>
        <source>Select three or more nodes to make the gaps between them equal.</source>
        <translation>请选择三个或更多节点，使它们的间距相等。</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message numerus="yes">
        <source>Laying out %n node(s)…</source>
        <translation>
            <numerusform>正在布局 %n 个节点…</numerusform>
        </translation>
    </message>
    <message>
        <source>The graph changed meanwhile: lay it out again.</source>
        <translation>图在此期间有改动：请重新布局。</translation>
    </message>
    <message>
        <source>Copy</source>
        <translation>复制</translation>
    </message>
    <message>
        <source>Format</source>
        <translation>格式</translation>
    </message>
    <message>
        <source>File</source>
        <translation>文件</translation>
    </message>
    <message>
        <source>Export to</source>
        <translation>导出到</translation>
    </message>
    <message>
        <source>Say which file to write.</source>
        <translation>请指定要写入的文件。</translation>
    </message>
    <message>
        <source>torch does not run here, so only pictures can be exported.</source>
        <translation>torch 无法在此运行，因此只能导出图片。</translation>
    </message>
    <message>
        <source>An export runs already: wait for its end.</source>
        <translation>已有导出正在进行：请等待其结束。</translation>
    </message>
    <message>
        <source>Cancelling…</source>
        <translation>正在取消…</translation>
    </message>
    <message>
        <source>{path} is written.</source>
        <translation>已写入 {path}。</translation>
    </message>
    <message>
        <source>{path} is written: {compared}.</source>
        <translation>已写入 {path}：{compared}。</translation>
    </message>
    <message>
        <source>The torch process ended while exporting; nothing was written. Try again.</source>
        <translation>torch 进程在导出时结束，没有写入任何内容。请重试。</translation>
    </message>
    <message>
        <source>Weights and buffers by name. Load them into the module with load_state_dict.</source>
        <translation>按名称保存的权重和缓冲区。用 load_state_dict 载入模块。</translation>
    </message>
    <message>
        <source>Weights and buffers by name, in a file that runs no code when it is read.</source>
        <translation>按名称保存的权重和缓冲区，读取这种文件不会运行任何代码。</translation>
    </message>
    <message>
        <source>The model as torch.save writes it, its source beside it. Reading it runs code.</source>
        <translation>torch.save 写出的模型，源代码放在旁边。读取它会运行代码。</translation>
    </message>
    <message>
        <source>The computation that torch.export recorded, with its weights. It runs without the module&apos;s source.</source>
        <translation>torch.export 记录的计算及其权重。运行时不需要模块的源代码。</translation>
    </message>
    <message>
        <source>For onnxruntime and other programs than PyTorch; the outputs are compared.</source>
        <translation>供 onnxruntime 等 PyTorch 以外的程序使用；会比较两边的输出。</translation>
    </message>
    <message>
        <source>The module as source that a person can read, without weights.</source>
        <translation>可供阅读的模块源代码，不含权重。</translation>
    </message>
    <message>
        <source>Module, data, optimiser and loop in one script: it trains what GuiNet trains.</source>
        <translation>模块、数据、优化器和训练循环写在一个脚本中：它所做的训练与 GuiNet 相同。</translation>
    </message>
    <message>
        <source>All of the network as it is drawn, and the project itself: dropped on a window, the picture opens.</source>
        <translation>画布上的整个网络，并带有项目本身：把图片拖到窗口上即可打开。</translation>
    </message>
    <message>
        <source>All of the network as it is drawn, for a paper or a page.</source>
        <translation>画布上的整个网络，可用于论文或网页。</translation>
    </message>
    <message>
        <source>Building the model…</source>
        <translation>正在构建模型…</translation>
    </message>
    <message>
        <source>Writing the file…</source>
        <translation>正在写入文件…</translation>
    </message>
    <message>
        <source>Loading it in a clean process and comparing…</source>
        <translation>正在全新的进程中加载并比对…</translation>
    </message>
    <message>
        <source>Putting it in its place…</source>
        <translation>正在放到目标位置…</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>{file} is open already: here it is.</source>
        <translation>{file} 已经打开：就是这里。</translation>
    </message>
    <message>
        <source>Save the project</source>
        <translation>保存项目</translation>
    </message>
    <message>
        <source>Save the changes to {project} before closing?</source>
        <translation>关闭前要保存对 {project} 的修改吗？</translation>
    </message>
    <message>
        <source>Without saving, what you changed since the last save is lost.</source>
        <translation>如果不保存，上次保存之后的更改将会丢失。</translation>
    </message>
    <message>
        <source>{file} was changed by another program since it was opened here.</source>
        <translation>{file} 在这里打开之后被另一个程序修改过。</translation>
    </message>
    <message>
        <source>Saving writes over those changes. Save as keeps both.</source>
        <translation>保存会覆盖那些修改。另存为则两者都保留。</translation>
    </message>
    <message>
        <source>Write over it</source>
        <translation>覆盖</translation>
    </message>
    <message>
        <source>{file} is there already. Replace it?</source>
        <translation>{file} 已经存在。要替换它吗？</translation>
    </message>
    <message>
        <source>What is in it now is lost.</source>
        <translation>其中现有的内容将丢失。</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>GuiNet projects (*{ending})</source>
        <translation>GuiNet 项目 (*{ending})</translation>
    </message>
    <message>
        <source>differs</source>
        <translation>不一致</translation>
    </message>
    <message>
        <source>auto</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>needed</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Values with a name</source>
        <translation>具名的取值</translation>
    </message>
    <message>
        <source>like {example}</source>
        <translation>如 {example}</translation>
    </message>
    <message>
        <source>Not taken: {complaint}</source>
        <translation>未采用：{complaint}</translation>
    </message>
    <message>
        <source>Choose a file…</source>
        <translation>选择文件…</translation>
    </message>
    <message>
        <source>Choose a folder…</source>
        <translation>选择文件夹…</translation>
    </message>
    <message>
        <source>Choose a folder</source>
        <translation>选择文件夹</translation>
    </message>
    <message>
        <source>Choose a file</source>
        <translation>选择文件</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Block</source>
        <translation>块(&amp;B)</translation>
    </message>
    <message>
        <source>&amp;Training</source>
        <translation>训练(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Help</source>
        <translation>帮助(&amp;H)</translation>
    </message>
    <message>
        <source>&amp;Panels</source>
        <translation>面板(&amp;P)</translation>
    </message>
    <message>
        <source>Open &amp;recent</source>
        <translation>最近打开(&amp;R)</translation>
    </message>
    <message>
        <source>&amp;Theme</source>
        <translation>主题(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Language</source>
        <translation>语言(&amp;L)</translation>
    </message>
    <message>
        <source>As the system</source>
        <translation>跟随系统</translation>
    </message>
    <message>
        <source>Dark</source>
        <translation>深色</translation>
    </message>
    <message>
        <source>Light</source>
        <translation>浅色</translation>
    </message>
    <message>
        <source>The PyTorch code of the network appears here.</source>
        <translation>网络的 PyTorch 代码会显示在这里。</translation>
    </message>
    <message>
        <source>Generated Python code</source>
        <translation>生成的 Python 代码</translation>
    </message>
    <message>
        <source>As opened</source>
        <translation>打开时的状态</translation>
    </message>
    <message>
        <source>{count} earlier steps</source>
        <translation>更早的 {count} 步</translation>
    </message>
    <message>
        <source>Undo history</source>
        <translation>撤销历史</translation>
    </message>
    <message>
        <source>Outline of the project</source>
        <translation>项目大纲</translation>
    </message>
    <message>
        <source>Search {count} nodes</source>
        <translation>搜索 {count} 种节点</translation>
    </message>
    <message>
        <source>Search nodes</source>
        <translation>搜索节点</translation>
    </message>
    <message>
        <source>Kinds of nodes</source>
        <translation>节点种类</translation>
    </message>
    <message>
        <source>No node is called that. Try another word: “fc” and “dense” find Linear.</source>
        <translation>没有这样的节点。请换个词试试：“fc”和“dense”都能找到 Linear。</translation>
    </message>
    <message>
        <source>and {count} more</source>
        <translation>还有 {count} 个</translation>
    </message>
    <message>
        <source>No problems. What is wrong with the network will be listed here.</source>
        <translation>没有问题。网络中的错误会列在这里。</translation>
    </message>
    <message>
        <source>expected {value}</source>
        <translation>期望 {value}</translation>
    </message>
    <message>
        <source>got {value}</source>
        <translation>实际 {value}</translation>
    </message>
    <message>
        <source>, </source>
        <translation>，</translation>
    </message>
    <message>
        <source>an untitled project</source>
        <translation>未命名的项目</translation>
    </message>
    <message>
        <source>GuiNet did not end properly. Recover the changes to {name}?</source>
        <translation>GuiNet 上次没有正常退出。要恢复对 {name} 的更改吗？</translation>
    </message>
    <message>
        <source>The last change was made at {when}.</source>
        <translation>最后一次更改的时间：{when}。</translation>
    </message>
    <message>
        <source>The record&apos;s end is damaged: the last change may be missing.</source>
        <translation>记录的末尾已损坏：可能缺少最后一次更改。</translation>
    </message>
    <message>
        <source>Recover</source>
        <translation>恢复</translation>
    </message>
    <message>
        <source>Not applied yet</source>
        <translation>尚未应用</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) call this code</source>
        <translation>
            <numerusform>%n 个节点调用这段代码</numerusform>
        </translation>
    </message>
    <message>
        <source>This code is not trusted on this machine and does not run. Read it, then trust it.</source>
        <translation>这段代码在本机尚未受信任，不会运行。请先阅读，然后信任它。</translation>
    </message>
    <message>
        <source>Apply</source>
        <translation>应用</translation>
    </message>
    <message>
        <source>Take the text into the project (Ctrl+Enter)</source>
        <translation>把文本应用到项目 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>丢弃</translation>
    </message>
    <message>
        <source>Give up what is not applied</source>
        <translation>放弃尚未应用的修改</translation>
    </message>
    <message>
        <source>Trust this code</source>
        <translation>信任这段代码</translation>
    </message>
    <message>
        <source>Code of the selected node</source>
        <translation>所选节点的代码</translation>
    </message>
    <message>
        <source>Select a node written by hand, or add one: search for “custom” in the palette.</source>
        <translation>请选中一个手写代码的节点，或添加一个：在节点库中搜索“custom”。</translation>
    </message>
    <message>
        <source>starting…</source>
        <translation>正在启动…</translation>
    </message>
    <message>
        <source>training</source>
        <translation>训练中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>进行中</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>已暂停</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>已停止</translation>
    </message>
    <message>
        <source>interrupted</source>
        <translation>已中断</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Its number in the project&apos;s record</source>
        <translation>在项目记录中的编号</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>How it stands, or how it ended</source>
        <translation>现在的状态，或怎样结束的</translation>
    </message>
    <message>
        <source>Epochs</source>
        <translation>轮数</translation>
    </message>
    <message>
        <source>Epochs done, of those it was started for</source>
        <translation>已完成的轮数，以及计划的轮数</translation>
    </message>
    <message>
        <source>Best loss</source>
        <translation>最佳损失</translation>
    </message>
    <message>
        <source>The lowest loss at the end of an epoch: of the validation rows, where there are any</source>
        <translation>各轮结束时的最低损失：有验证数据时取验证数据的</translation>
    </message>
    <message>
        <source>Last loss</source>
        <translation>最后损失</translation>
    </message>
    <message>
        <source>The same loss at the end of the last epoch</source>
        <translation>最后一轮结束时的同一损失</translation>
    </message>
    <message>
        <source>The one it began with</source>
        <translation>开始时的值</translation>
    </message>
    <message>
        <source>Duration</source>
        <translation>用时</translation>
    </message>
    <message>
        <source>From its beginning to its end; copied in seconds</source>
        <translation>从开始到结束；复制时以秒计</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>Seed</source>
        <translation>随机种子</translation>
    </message>
    <message>
        <source>Where its random numbers begin</source>
        <translation>随机数的起点</translation>
    </message>
    <message>
        <source>At the end of the best epoch: of the validation rows, where there are any</source>
        <translation>最佳一轮结束时的值：有验证数据时取验证数据的</translation>
    </message>
    <message>
        <source>{measure}, test</source>
        <translation>{measure}，测试</translation>
    </message>
    <message>
        <source>Of the test rows, with the best weights</source>
        <translation>用最佳权重在测试数据上得到</translation>
    </message>
    <message>
        <source>Runs of this project</source>
        <translation>这个项目的运行</translation>
    </message>
    <message>
        <source>stopping…</source>
        <translation>正在停止…</translation>
    </message>
    <message numerus="yes">
        <source>%n error(s)</source>
        <translation>
            <numerusform>%n 个错误</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n warning(s)</source>
        <translation>
            <numerusform>%n 个警告</numerusform>
        </translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation>切换深色和浅色主题</translation>
    </message>
    <message>
        <source>Switch the language</source>
        <translation>切换语言</translation>
    </message>
    <message>
        <source>{nodes} · {parameters} parameters</source>
        <translation>{nodes} · {parameters} 个参数</translation>
    </message>
    <message>
        <source>saved {count} s ago</source>
        <translation>{count} 秒前已保存</translation>
    </message>
    <message>
        <source>saved {count} min ago</source>
        <translation>{count} 分钟前已保存</translation>
    </message>
    <message>
        <source>saved {count} h ago</source>
        <translation>{count} 小时前已保存</translation>
    </message>
    <message>
        <source>The device a training runs on</source>
        <translation>训练所用的设备</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>Mode of the layers for the values</source>
        <translation>计算值时各层的模式</translation>
    </message>
    <message>
        <source>Values in eval mode: Dropout lets all through, BatchNorm takes its running statistics.</source>
        <translation>eval 模式下的值：Dropout 全部放行，BatchNorm 用累积的统计量。</translation>
    </message>
    <message>
        <source>Values in train mode: Dropout drops, BatchNorm takes the statistics of the batch.</source>
        <translation>train 模式下的值：Dropout 会丢弃，BatchNorm 用这一批的统计量。</translation>
    </message>
    <message>
        <source>Do anything…</source>
        <translation>查找操作…</translation>
    </message>
    <message>
        <source>edited</source>
        <translation>已修改</translation>
    </message>
    <message>
        <source>{device} (not here)</source>
        <translation>{device}（此处没有）</translation>
    </message>
    <message>
        <source>&amp;Continue</source>
        <translation>继续(&amp;C)</translation>
    </message>
    <message>
        <source>epoch {epoch}/{epochs}</source>
        <translation>第 {epoch}/{epochs} 轮</translation>
    </message>
    <message>
        <source>paused at step {step}</source>
        <translation>暂停于第 {step} 步</translation>
    </message>
    <message>
        <source>{rate} samples/s</source>
        <translation>{rate} 样本/秒</translation>
    </message>
    <message>
        <source>{time} left</source>
        <translation>剩余 {time}</translation>
    </message>
    <message>
        <source>test {measure} {value}</source>
        <translation>测试{measure} {value}</translation>
    </message>
    <message>
        <source>Mend the problems first: {text}</source>
        <translation>请先解决问题：{text}</translation>
    </message>
    <message>
        <source>Select a node first: Tab goes from one to the next.</source>
        <translation>请先选择一个节点：按 Tab 逐个切换。</translation>
    </message>
    <message>
        <source>GuiNet {version}: draw a neural network, get real PyTorch. Apache-2.0.</source>
        <translation>GuiNet {version}：画出神经网络，得到真正的 PyTorch 代码。许可证：Apache-2.0。</translation>
    </message>
    <message>
        <source>ready · torch {version}</source>
        <translation>就绪 · torch {version}</translation>
    </message>
    <message>
        <source>Training finished.</source>
        <translation>训练完成。</translation>
    </message>
    <message>
        <source>Training stopped at step {step}; a checkpoint is kept.</source>
        <translation>训练已在第 {step} 步停止，检查点已保留。</translation>
    </message>
    <message>
        <source>Training interrupted at step {step}; a checkpoint is kept.</source>
        <translation>训练在第 {step} 步中断，检查点已保留。</translation>
    </message>
    <message>
        <source>Training ended at step {step}, but no checkpoint of it could be written: train again.</source>
        <translation>训练在第 {step} 步结束，但未能写入任何检查点：请重新训练。</translation>
    </message>
    <message>
        <source>Training ended at step {step}, but no checkpoint of that could be written: the last is of step {last}.</source>
        <translation>训练在第 {step} 步结束，但未能写入这一步的检查点：最后一个检查点是第 {last} 步的。</translation>
    </message>
    <message>
        <source>torch does not run</source>
        <translation>torch 无法运行</translation>
    </message>
    <message>
        <source>torch ends as soon as it is started (exit code {code}), so nothing can be checked or trained here. `guinet doctor` tells why. What you draw can be saved.</source>
        <translation>torch 一启动就退出（退出码 {code}），因此无法检查或训练。运行 `guinet doctor` 可查看原因。您绘制的内容仍可保存。</translation>
    </message>
    <message>
        <source>The torch process did not answer and was ended before the training had begun. It was started again: press Train again.</source>
        <translation>torch 进程没有响应，在训练开始之前被结束。进程已重新启动：请再次点击“训练”。</translation>
    </message>
    <message>
        <source>The torch process ended before the training had begun. It was started again: press Train again.</source>
        <translation>torch 进程在训练开始之前就结束了。进程已重新启动：请再次点击“训练”。</translation>
    </message>
    <message>
        <source>The torch process did not answer: it was ended and started again.</source>
        <translation>torch 进程没有响应：已将其结束并重新启动。</translation>
    </message>
    <message>
        <source>The torch process ended by itself and was started again.</source>
        <translation>torch 进程意外结束，已重新启动。</translation>
    </message>
    <message>
        <source>The training was interrupted at step {step}: the torch process did not answer and was ended. It was started again; the last checkpoint is kept.</source>
        <translation>训练在第 {step} 步中断：torch 进程没有响应，已被结束。进程已重新启动，最后一个检查点已保留。</translation>
    </message>
    <message>
        <source>The training was interrupted at step {step}: the torch process ended. It was started again; the last checkpoint is kept.</source>
        <translation>训练在第 {step} 步中断：torch 进程意外结束。进程已重新启动，最后一个检查点已保留。</translation>
    </message>
    <message>
        <source>starting torch…</source>
        <translation>正在启动 torch…</translation>
    </message>
    <message>
        <source>A training is running. Stop it and close?</source>
        <translation>训练正在进行。要停止训练并关闭吗？</translation>
    </message>
    <message>
        <source>A checkpoint is kept, so that it can go on later.</source>
        <translation>会保留检查点，以便稍后继续。</translation>
    </message>
    <message>
        <source>Stop and close</source>
        <translation>停止并关闭</translation>
    </message>
    <message>
        <source>An export is under way. Give it up and close?</source>
        <translation>正在导出。要放弃导出并关闭吗？</translation>
    </message>
    <message>
        <source>Nothing of it is left behind.</source>
        <translation>不会留下任何未完成的文件。</translation>
    </message>
    <message>
        <source>Give up and close</source>
        <translation>放弃并关闭</translation>
    </message>
    <message>
        <source>My blocks</source>
        <translation>我的块</translation>
    </message>
    <message>
        <source>Loops and choices</source>
        <translation>循环与分支</translation>
    </message>
    <message>
        <source>Read it off the wires again</source>
        <translation>重新从连线推断</translation>
    </message>
    <message>
        <source>Back to the default</source>
        <translation>恢复默认值</translation>
    </message>
    <message>
        <source>Training</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Optimiser</source>
        <translation>优化器</translation>
    </message>
    <message>
        <source>What this project is about, for those who open it later.</source>
        <translation>项目的说明，供以后打开的人阅读。</translation>
    </message>
    <message>
        <source>No notes yet. Press Edit and write what this project is about, and what to try.</source>
        <translation>还没有说明。按“编辑”，写下这个项目是做什么的、可以试什么。</translation>
    </message>
    <message>
        <source>Done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>Edit</source>
        <translation>编辑</translation>
    </message>
    <message>
        <source>Show the notes as they are read</source>
        <translation>按阅读的样子显示说明</translation>
    </message>
    <message>
        <source>Write the notes; # makes a heading, - a list</source>
        <translation>编写说明；# 开头为标题，- 开头为列表</translation>
    </message>
    <message>
        <source>Notes of the project</source>
        <translation>项目备注</translation>
    </message>
    <message>
        <source>How many times the training goes over all training rows.</source>
        <translation>训练遍历全部训练样本的次数。</translation>
    </message>
    <message>
        <source>Another seed gives other initial weights and another order of the rows.</source>
        <translation>换一个随机种子，初始权重和样本顺序都会不同。</translation>
    </message>
    <message>
        <source>The device a training runs on.</source>
        <translation>训练所用的设备。</translation>
    </message>
    <message>
        <source>Processor threads torch may use; 0 chooses by the cost of a step.</source>
        <translation>torch 可用的处理器线程数；0 表示按每步的计算量自动选择。</translation>
    </message>
    <message>
        <source>Rounds a While may take before it is stopped with an error.</source>
        <translation>While 在报错停止之前最多可运行的轮数。</translation>
    </message>
    <message>
        <source>How many batches make one update: their gradients are averaged.</source>
        <translation>多少个批次合成一次更新：对它们的梯度取平均。</translation>
    </message>
    <message>
        <source>Gradients longer than this, all taken together, are shortened to it.</source>
        <translation>全部梯度合起来的范数超过此值时，缩短到此值。</translation>
    </message>
    <message>
        <source>Each number of a gradient is cut to at most this, up and down.</source>
        <translation>梯度的每个数都截断到正负此值之间。</translation>
    </message>
    <message>
        <source>Gradients</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>How the weights follow their gradients.</source>
        <translation>权重如何根据梯度更新。</translation>
    </message>
    <message>
        <source>How the learning rate moves while the training goes on.</source>
        <translation>学习率在训练过程中如何变化。</translation>
    </message>
    <message>
        <source>automatic</source>
        <translation>自动</translation>
    </message>
    <message>
        <source>in</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>out</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>parameters</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>{size} each</source>
        <translation>每个样本 {size}</translation>
    </message>
    <message>
        <source>not known yet</source>
        <translation>尚未得知</translation>
    </message>
    <message>
        <source>Click or press F2 to rename</source>
        <translation>单击或按 F2 重命名</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>名称</translation>
    </message>
    <message>
        <source>What is set here is set in all of them. The right button offers more: group, mute, repeat.</source>
        <translation>在这里的设置对所有选中的节点生效。右键还有更多操作：组合、停用、重复。</translation>
    </message>
    <message>
        <source>Leads a wire another way; what arrives passes on.</source>
        <translation>让连线换一条路走；到达的值原样通过。</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>作用</translation>
    </message>
    <message>
        <source>Note</source>
        <translation>备注</translation>
    </message>
    <message>
        <source>Why this node is here.</source>
        <translation>这个节点为什么在这里。</translation>
    </message>
    <message>
        <source>Note of the node</source>
        <translation>节点备注</translation>
    </message>
    <message>
        <source>Runs its block again with what came out, while the condition in it is true. Enter goes into it.</source>
        <translation>只要里面的条件为真，就用上一次的结果再次运行它的块。按 Enter 进入。</translation>
    </message>
    <message>
        <source>Runs its block a number of times, each time with what came out before. Enter goes into it.</source>
        <translation>把它的块运行若干次，每次都用上一次的结果。按 Enter 进入。</translation>
    </message>
    <message>
        <source>Runs its block only if the condition is true; else what arrives passes on. Enter goes into it.</source>
        <translation>条件为真才运行它的块；否则输入原样通过。按 Enter 进入。</translation>
    </message>
    <message>
        <source>Muted: it is left out, with all that depends only on it. M lets it run again.</source>
        <translation>已静音：它和只依赖它的部分都不运行。按 M 恢复运行。</translation>
    </message>
    <message>
        <source>Bypassed: it passes its input on. B lets it run again.</source>
        <translation>已旁路：它把输入原样传下去。按 B 恢复运行。</translation>
    </message>
    <message>
        <source>Add a dot to the wire</source>
        <translation>在连线上添加转折点</translation>
    </message>
    <message>
        <source>Add a node…</source>
        <translation>添加节点…</translation>
    </message>
    <message>
        <source>Write the title…</source>
        <translation>编写标题…</translation>
    </message>
    <message>
        <source>Only a frame</source>
        <translation>仅作为框</translation>
    </message>
    <message>
        <source>Remove the frame, keep its nodes</source>
        <translation>去掉框，保留其中的节点</translation>
    </message>
    <message>
        <source>Write the note…</source>
        <translation>编写便签…</translation>
    </message>
    <message>
        <source>Delete the note</source>
        <translation>删除便签</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Usual</source>
        <translation>默认</translation>
    </message>
    <message>
        <source>Blue</source>
        <translation>蓝</translation>
    </message>
    <message>
        <source>Orange</source>
        <translation>橙</translation>
    </message>
    <message>
        <source>Green</source>
        <translation>绿</translation>
    </message>
    <message>
        <source>Purple</source>
        <translation>紫</translation>
    </message>
    <message>
        <source>Red</source>
        <translation>红</translation>
    </message>
    <message>
        <source>Cyan</source>
        <translation>青</translation>
    </message>
    <message>
        <source>Pink</source>
        <translation>粉</translation>
    </message>
    <message>
        <source>Yellow</source>
        <translation>黄</translation>
    </message>
    <message>
        <source>That of its category</source>
        <translation>其类别的颜色</translation>
    </message>
    <message>
        <source>Select</source>
        <translation>选中</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Insert a node…</source>
        <translation>插入节点…</translation>
    </message>
    <message>
        <source>Rename the class…</source>
        <translation>重命名类…</translation>
    </message>
    <message>
        <source>Go into the other branch</source>
        <translation>进入另一分支</translation>
    </message>
    <message>
        <source>Add a branch for when it does not hold</source>
        <translation>添加条件不成立时的分支</translation>
    </message>
    <message>
        <source>Use the same layer as</source>
        <translation>使用同一层</translation>
    </message>
    <message>
        <source>Untie {parameter} from {name}</source>
        <translation>解除 {parameter} 与 {name} 的绑定</translation>
    </message>
    <message>
        <source>Tie {parameter} to</source>
        <translation>绑定 {parameter} 到</translation>
    </message>
    <message>
        <source>Take from a wire</source>
        <translation>取自连线</translation>
    </message>
    <message>
        <source>Set by instances</source>
        <translation>由实例设置</translation>
    </message>
    <message>
        <source>Select a block to put what is inside it in its place.</source>
        <translation>请选中一个块，把其中的内容放到它的位置上。</translation>
    </message>
    <message>
        <source>Removed: {names}.</source>
        <translation>已删除：{names}。</translation>
    </message>
    <message>
        <source>The network uses every block there is.</source>
        <translation>网络用到了所有的块。</translation>
    </message>
    <message>
        <source>How many copies, each with weights of its own</source>
        <translation>副本的个数，每个都有自己的权重</translation>
    </message>
    <message>
        <source>Title of the frame</source>
        <translation>框的标题</translation>
    </message>
    <message>
        <source>Text of the note</source>
        <translation>便签的文字</translation>
    </message>
    <message>
        <source>Select two or more layers of one kind: all use the layer of the first.</source>
        <translation>请选中两个或更多同类的层：它们都会使用第一个的层。</translation>
    </message>
    <message>
        <source>Blocks around this one</source>
        <translation>外层的块</translation>
    </message>
    <message>
        <source>Esc leads out of the block</source>
        <translation>按 Esc 离开块</translation>
    </message>
    <message>
        <source>Use the same layer as {name}</source>
        <translation>与 {name} 使用同一层</translation>
    </message>
    <message>
        <source>Pull out of the wires</source>
        <translation>从连线中抽出</translation>
    </message>
    <message>
        <source>Dot on a wire</source>
        <translation>连线上的转折点</translation>
    </message>
    <message>
        <source>While</source>
        <translation>While 循环</translation>
    </message>
    <message>
        <source>If</source>
        <translation>If 分支</translation>
    </message>
    <message>
        <source>For</source>
        <translation>For 循环</translation>
    </message>
    <message>
        <source>grad {value}</source>
        <translation>梯度 {value}</translation>
    </message>
    <message>
        <source>waits for {name}</source>
        <translation>等待 {name}</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>view of {name}</source>
        <translation>{name} 的视图</translation>
    </message>
    <message>
        <source>copied</source>
        <translation>已复制</translation>
    </message>
    <message>
        <source>axis {axis} ×{times}</source>
        <translation>轴 {axis} ×{times}</translation>
    </message>
    <message>
        <source>not contiguous</source>
        <translation>不连续</translation>
    </message>
    <message>
        <source>The line is the value, the dashed line its slope.</source>
        <translation>实线是函数值，虚线是斜率。</translation>
    </message>
    <message>
        <source>The line is the value; PyTorch knows no slope of it.</source>
        <translation>实线是函数值；PyTorch 没有它的斜率。</translation>
    </message>
    <message>
        <source>Filled: the first window. Outlined: the next. Dotted: padding.</source>
        <translation>填色：第一个窗口。描边：下一个窗口。虚点：填充。</translation>
    </message>
    <message>
        <source>Select a node, and what it does is told here.</source>
        <translation>选中一个节点，这里会说明它的作用。</translation>
    </message>
    <message>
        <source>Add this node</source>
        <translation>添加这个节点</translation>
    </message>
    <message>
        <source>Call</source>
        <translation>调用</translation>
    </message>
    <message>
        <source>Arguments</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>here {value}</source>
        <translation>此处为 {value}</translation>
    </message>
    <message>
        <source>follows the input</source>
        <translation>跟随输入</translation>
    </message>
    <message>
        <source>required</source>
        <translation>必填</translation>
    </message>
    <message>
        <source>Example</source>
        <translation>示例</translation>
    </message>
    <message>
        <source>PyTorch documentation</source>
        <translation>PyTorch 文档</translation>
    </message>
    <message>
        <source>See also</source>
        <translation>另见</translation>
    </message>
    <message>
        <source>Each lesson is a few steps on the canvas, and ticks them off by itself as you do them.</source>
        <translation>每一课是画布上的几个步骤，完成一步就会自动打勾。</translation>
    </message>
    <message>
        <source>{done} of {total} steps</source>
        <translation>已完成 {done}/{total} 步</translation>
    </message>
    <message numerus="yes">
        <source>%n step(s)</source>
        <translation>
            <numerusform>%n 个步骤</numerusform>
        </translation>
    </message>
    <message>
        <source>done</source>
        <translation>已完成</translation>
    </message>
    <message>
        <source>not done yet</source>
        <translation>尚未完成</translation>
    </message>
    <message>
        <source>Hint</source>
        <translation>提示</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>替我完成</translation>
    </message>
    <message>
        <source>Does this step for you; Undo takes it back</source>
        <translation>替您完成这一步；可用“撤销”收回</translation>
    </message>
    <message>
        <source>All lessons</source>
        <translation>所有课程</translation>
    </message>
    <message>
        <source>This lesson is done.</source>
        <translation>这一课已完成。</translation>
    </message>
    <message>
        <source>Next: {lesson}</source>
        <translation>下一课：{lesson}</translation>
    </message>
    <message>
        <source>Begin anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Takes the ticks off; the canvas stays as it is</source>
        <translation>清除勾选标记；画布保持不变</translation>
    </message>
    <message>
        <source>{node} is on the canvas</source>
        <translation>{node} 在画布上</translation>
    </message>
    <message>
        <source>wired in a row: {nodes}</source>
        <translation>依次相连：{nodes}</translation>
    </message>
    <message>
        <source>{node} is {shape}</source>
        <translation>{node} 是 {shape}</translation>
    </message>
    <message>
        <source>{nodes} use one layer</source>
        <translation>{nodes} 使用同一层</translation>
    </message>
    <message>
        <source>{node} has a layer of its own</source>
        <translation>{node} 有自己的层</translation>
    </message>
    <message>
        <source>{parameter} is tied to {source}</source>
        <translation>{parameter} 绑定到 {source}</translation>
    </message>
    <message>
        <source>{parameter} is not tied</source>
        <translation>{parameter} 没有绑定</translation>
    </message>
    <message>
        <source>{count} parameters in all</source>
        <translation>共 {count} 个参数</translation>
    </message>
    <message>
        <source>{source} is wired to {port} of {target}</source>
        <translation>{source} 连到 {target} 的 {port}</translation>
    </message>
    <message>
        <source>{source} is wired to {target}</source>
        <translation>{source} 连到 {target}</translation>
    </message>
    <message>
        <source>{node} shows {value}</source>
        <translation>{node} 显示 {value}</translation>
    </message>
    <message>
        <source>{node} was {value} before</source>
        <translation>{node} 之前是 {value}</translation>
    </message>
    <message>
        <source>{node} requires a gradient</source>
        <translation>{node} 需要梯度</translation>
    </message>
    <message>
        <source>{node} requires no gradient</source>
        <translation>{node} 不需要梯度</translation>
    </message>
    <message>
        <source>{node} lies in the memory of {other}</source>
        <translation>{node} 在 {other} 的内存里</translation>
    </message>
    <message>
        <source>{node} stretches its input {port}</source>
        <translation>{node} 广播它的输入 {port}</translation>
    </message>
    <message>
        <source>there is an error</source>
        <translation>有错误</translation>
    </message>
    <message>
        <source>there is no error</source>
        <translation>没有错误</translation>
    </message>
    <message>
        <source>{node} has an error</source>
        <translation>{node} 有错误</translation>
    </message>
    <message>
        <source>{node} has no error</source>
        <translation>{node} 没有错误</translation>
    </message>
    <message>
        <source>{nodes} in no frame with a mode</source>
        <translation>{nodes} 不在带模式的框里</translation>
    </message>
    <message>
        <source>{nodes} in a frame with torch.{mode}()</source>
        <translation>{nodes} 在 torch.{mode}() 的框里</translation>
    </message>
    <message>
        <source>{measure} ({part}) at least {value}</source>
        <translation>{measure}（{part}）至少为 {value}</translation>
    </message>
    <message>
        <source>Begin on a new canvas</source>
        <translation>在新画布上开始</translation>
    </message>
    <message>
        <source>Put down what it begins with</source>
        <translation>放上开始时的内容</translation>
    </message>
    <message>
        <source>Run the network once, and select one node of this block: its value is shown here.</source>
        <translation>请运行一次网络，并选中此块中的一个节点：它的值会显示在这里。</translation>
    </message>
    <message>
        <source>There is no value at this node yet.</source>
        <translation>这个节点还没有值。</translation>
    </message>
    <message>
        <source>Run the network once, on one batch, and the value at every node is shown here.</source>
        <translation>用一个批次把网络运行一次，这里就会显示每个节点的值。</translation>
    </message>
    <message>
        <source>This takes its time…</source>
        <translation>这需要一些时间…</translation>
    </message>
    <message>
        <source>This was stopped before all nodes had run.</source>
        <translation>尚未运行完所有节点就已停止。</translation>
    </message>
    <message>
        <source>Step by step: as it is at this moment of the training, in train mode</source>
        <translation>单步运行：训练进行到此刻的状态，处于训练模式</translation>
    </message>
    <message>
        <source>One batch in {mode} mode, with fresh weights</source>
        <translation>一批数据，{mode} 模式，用初始权重</translation>
    </message>
    <message>
        <source>One batch in {mode} mode, with the best weights of run {run}</source>
        <translation>一批数据，{mode} 模式，用第 {run} 次运行的最佳权重</translation>
    </message>
    <message>
        <source>One row in {mode} mode, with fresh weights</source>
        <translation>一行，{mode} 模式，使用全新的权重</translation>
    </message>
    <message>
        <source>One row in {mode} mode, with the best weights of run {run}</source>
        <translation>一行，{mode} 模式，使用运行 {run} 的最佳权重</translation>
    </message>
    <message>
        <source>In {mode} mode, with the weights of the training after step {step}</source>
        <translation>{mode} 模式，用训练第 {step} 步之后的权重</translation>
    </message>
    <message>
        <source>Run once</source>
        <translation>运行一次</translation>
    </message>
    <message>
        <source>Back through {node}: the gradient of its output</source>
        <translation>反向经过 {node}：其输出的梯度</translation>
    </message>
    <message>
        <source>Something has written over this output since, so autograd has no gradient of it.</source>
        <translation>此后有操作改写了这个输出，所以 autograd 没有它的梯度。</translation>
    </message>
    <message>
        <source>Next node</source>
        <translation>下一节点</translation>
    </message>
    <message>
        <source>Runs the next node, forward or backward; a block as one (F10)</source>
        <translation>运行下一个节点(前向或反向)；一个块当作一个节点 (F10)</translation>
    </message>
    <message>
        <source>Next phase</source>
        <translation>下一阶段</translation>
    </message>
    <message>
        <source>Runs to the end of the phase (Shift+F10)</source>
        <translation>运行到这个阶段结束 (Shift+F10)</translation>
    </message>
    <message>
        <source>Next step</source>
        <translation>下一步</translation>
    </message>
    <message>
        <source>Runs to the end of this step of the training (Ctrl+F10)</source>
        <translation>运行到训练的这一步结束 (Ctrl+F10)</translation>
    </message>
    <message>
        <source>Into</source>
        <translation>进入</translation>
    </message>
    <message>
        <source>Runs the next node, and goes into a block (F11)</source>
        <translation>运行下一个节点，遇到块则进入其中 (F11)</translation>
    </message>
    <message>
        <source>Out</source>
        <translation>跳出</translation>
    </message>
    <message>
        <source>Runs to the end of the block (Shift+F11)</source>
        <translation>运行到这个块结束 (Shift+F11)</translation>
    </message>
    <message>
        <source>To selected</source>
        <translation>到所选</translation>
    </message>
    <message>
        <source>Runs until the selected node has run</source>
        <translation>一直运行，直到所选节点运行完</translation>
    </message>
    <message>
        <source>Run on</source>
        <translation>继续运行</translation>
    </message>
    <message>
        <source>Runs until a breakpoint, a condition or Stop</source>
        <translation>一直运行，直到断点、条件成立或按下停止</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>停止</translation>
    </message>
    <message>
        <source>Stops what takes long at the next node</source>
        <translation>在下一个节点处停下耗时的运行</translation>
    </message>
    <message>
        <source>Start anew</source>
        <translation>重新开始</translation>
    </message>
    <message>
        <source>Makes the first weights again and begins at the first batch</source>
        <translation>重新生成初始权重，从第一批数据开始</translation>
    </message>
    <message>
        <source>Follow on the canvas</source>
        <translation>在画布上跟随</translation>
    </message>
    <message>
        <source>The line and its value</source>
        <translation>这一行代码和它的值</translation>
    </message>
    <message>
        <source>What the phase has changed</source>
        <translation>这个阶段改变了什么</translation>
    </message>
    <message>
        <source>gradient {value}</source>
        <translation>梯度 {value}</translation>
    </message>
    <message>
        <source>norm {value}</source>
        <translation>范数 {value}</translation>
    </message>
    <message>
        <source>Training rows</source>
        <translation>训练集的行</translation>
    </message>
    <message>
        <source>Validation rows</source>
        <translation>验证集的行</translation>
    </message>
    <message>
        <source>Test rows</source>
        <translation>测试集的行</translation>
    </message>
    <message>
        <source>Part of the data</source>
        <translation>数据的部分</translation>
    </message>
    <message>
        <source>Number of the row</source>
        <translation>行号</translation>
    </message>
    <message>
        <source>Previous</source>
        <translation>上一行</translation>
    </message>
    <message>
        <source>Next</source>
        <translation>下一行</translation>
    </message>
    <message>
        <source>of 0 … {last}</source>
        <translation>共 0 … {last}</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Column</source>
        <translation>列</translation>
    </message>
    <message>
        <source>The numbers of one row</source>
        <translation>一行的数字</translation>
    </message>
    <message>
        <source>{column}: write a number, such as 5.1.</source>
        <translation>{column}：请填一个数，例如 5.1。</translation>
    </message>
    <message>
        <source>path of a file</source>
        <translation>文件的路径</translation>
    </message>
    <message>
        <source>row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>An image, a CSV table, a NumPy array or JSON; it can be dropped here.</source>
        <translation>图像、CSV 表格、NumPy 数组或 JSON；可以拖放到这里。</translation>
    </message>
    <message>
        <source>Inputs</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Drawing pad</source>
        <translation>手绘板</translation>
    </message>
    <message>
        <source>Draw with the left button, wipe with the right one; Delete takes a new sheet.</source>
        <translation>左键画，右键擦；按 Delete 换一张新纸。</translation>
    </message>
    <message>
        <source>Clear</source>
        <translation>清除</translation>
    </message>
    <message>
        <source>Fit to the data</source>
        <translation>适应数据</translation>
    </message>
    <message>
        <source>Moves and scales the drawing to where things lie in the training images.</source>
        <translation>把手绘移动并缩放到训练图像中物体所在的位置。</translation>
    </message>
    <message>
        <source>Edges</source>
        <translation>边</translation>
    </message>
    <message>
        <source>Memory held</source>
        <translation>占用内存</translation>
    </message>
    <message>
        <source>with parameters and batch</source>
        <translation>包括参数和批次</translation>
    </message>
    <message>
        <source>What autograd recorded</source>
        <translation>自动求导记录了什么</translation>
    </message>
    <message>
        <source>Where no gradient passes</source>
        <translation>梯度在哪里中断</translation>
    </message>
    <message>
        <source>The forward pass runs from the left to the right, gradients flow back. Click a function.</source>
        <translation>前向传播从左到右，梯度反向流动。请点击一个函数。</translation>
    </message>
    <message>
        <source>Node</source>
        <translation>节点</translation>
    </message>
    <message>
        <source>Line {number}</source>
        <translation>第 {number} 行</translation>
    </message>
    <message>
        <source>Line</source>
        <translation>代码行</translation>
    </message>
    <message>
        <source>Adds to</source>
        <translation>累加到</translation>
    </message>
    <message>
        <source>Gradient</source>
        <translation>梯度</translation>
    </message>
    <message>
        <source>Gives</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>from {function}</source>
        <translation>来自 {function}</translation>
    </message>
    <message>
        <source>to {function}</source>
        <translation>传给 {function}</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>…… 另有 %n 条</numerusform>
        </translation>
    </message>
    <message>
        <source>Saved tensors</source>
        <translation>保存的张量</translation>
    </message>
    <message>
        <source>Saved values</source>
        <translation>保存的值</translation>
    </message>
    <message>
        <source>It saves nothing: its gradient does not depend on the values.</source>
        <translation>它不保存任何张量：它的梯度与数值无关。</translation>
    </message>
    <message>
        <source>freed by a backward pass</source>
        <translation>已被反向传播释放</translation>
    </message>
    <message>
        <source>changed in place since: backward will fail here. Use a node that does not write over it.</source>
        <translation>之后被原地修改：反向传播会在这里失败。请改用不覆盖它的节点。</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Shape and type of what comes out</source>
        <translation>输出的形状和类型</translation>
    </message>
    <message>
        <source>Numbers that training changes, or could</source>
        <translation>训练改变或可以改变的数</translation>
    </message>
    <message>
        <source>FLOPs</source>
        <translation>FLOPs</translation>
    </message>
    <message>
        <source>Products and sums of one forward pass; a product with a sum counts two</source>
        <translation>一次前向传播的乘法和加法；一次乘加算两次</translation>
    </message>
    <message>
        <source>Activations</source>
        <translation>激活值</translation>
    </message>
    <message>
        <source>What autograd keeps of this node until the backward pass</source>
        <translation>autograd 为这个节点保留到反向传播的内容</translation>
    </message>
    <message>
        <source>Weights, gradients, what the optimiser keeps, and activations</source>
        <translation>权重、梯度、优化器保留的内容和激活值</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Forward and backward together, from a profile of one step</source>
        <translation>前向和反向合计，来自对一步的剖析</translation>
    </message>
    <message>
        <source>What each node costs</source>
        <translation>每个节点的开销</translation>
    </message>
    <message>
        <source>weights {weights}, gradients {gradients}, optimiser {optimizer}, activations {activations}</source>
        <translation>权重 {weights}，梯度 {gradients}，优化器 {optimizer}，激活值 {activations}</translation>
    </message>
    <message>
        <source>forward {forward} ms, backward {backward} ms</source>
        <translation>前向 {forward} 毫秒，反向 {backward} 毫秒</translation>
    </message>
    <message>
        <source>Least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>Greatest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Infinite</source>
        <translation>无穷大</translation>
    </message>
    <message>
        <source>The values of all nodes</source>
        <translation>所有节点的值</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>not run</source>
        <translation>未运行</translation>
    </message>
    <message>
        <source>All values</source>
        <translation>所有值</translation>
    </message>
    <message>
        <source>This was not run: it needs {name}, which failed or is not finished.</source>
        <translation>没有运行：它需要 {name}，而后者失败了或尚未完成。</translation>
    </message>
    <message>
        <source>This was not run: something it needs is not known.</source>
        <translation>没有运行：它需要的某个值尚未得知。</translation>
    </message>
    <message>
        <source>type</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>shape</source>
        <translation>形状</translation>
    </message>
    <message>
        <source>dtype</source>
        <translation>dtype</translation>
    </message>
    <message>
        <source>device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>broadcasting</source>
        <translation>广播</translation>
    </message>
    <message>
        <source>numbers</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>PyTorch shows no numbers of a tensor of this type.</source>
        <translation>PyTorch 不显示这种类型的张量的数值。</translation>
    </message>
    <message>
        <source>None: no backward has come here.</source>
        <translation>None：还没有 backward 到达这里。</translation>
    </message>
    <message>
        <source>strides</source>
        <translation>步幅</translation>
    </message>
    <message>
        <source>offset</source>
        <translation>偏移</translation>
    </message>
    <message>
        <source>contiguous</source>
        <translation>连续</translation>
    </message>
    <message>
        <source>buffer</source>
        <translation>缓冲区</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>已冻结</translation>
    </message>
    <message>
        <source>yes</source>
        <translation>是</translation>
    </message>
    <message>
        <source>no</source>
        <translation>否</translation>
    </message>
    <message>
        <source>Norm</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>The root of the sum of squares</source>
        <translation>平方和的平方根</translation>
    </message>
    <message>
        <source>Trained</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>Whether the optimiser changes it (requires_grad)</source>
        <translation>优化器是否改变它 (requires_grad)</translation>
    </message>
    <message>
        <source>Mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>Spread</source>
        <translation>离散</translation>
    </message>
    <message>
        <source>The standard deviation</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>Since start</source>
        <translation>自开始以来</translation>
    </message>
    <message>
        <source>The norm of the change since the first values</source>
        <translation>自初始值以来变化的范数</translation>
    </message>
    <message>
        <source>Last step</source>
        <translation>最后一步</translation>
    </message>
    <message>
        <source>The norm of the change in the last step</source>
        <translation>最后一步变化的范数</translation>
    </message>
    <message>
        <source>Numbers</source>
        <translation>数字</translation>
    </message>
    <message>
        <source>How many numbers it holds</source>
        <translation>它有多少个数</translation>
    </message>
    <message>
        <source>Frozen by the group “{pattern}”</source>
        <translation>被参数组“{pattern}”冻结</translation>
    </message>
    <message>
        <source>view of</source>
        <translation>视图来源</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>copied: the values could not be viewed where they lie</source>
        <translation>已复制：这些值无法在原处作为视图读取</translation>
    </message>
    <message>
        <source>same tensor as</source>
        <translation>同一张量</translation>
    </message>
    <message>
        <source>shares memory with</source>
        <translation>共享内存</translation>
    </message>
    <message>
        <source>Before it was written over</source>
        <translation>被覆盖之前</translation>
    </message>
    <message>
        <source>{times} times along axis {axis}</source>
        <translation>沿轴 {axis} 重复 {times} 次</translation>
    </message>
    <message>
        <source>{port} ({shape}) is repeated {how}, not copied</source>
        <translation>{port}（{shape}）{how}，没有复制</translation>
    </message>
    <message>
        <source>{file} is saved and begins without runs: those so far stay in {folder}.</source>
        <translation>{file} 已保存，其中没有训练记录：之前的记录仍在 {folder} 中。</translation>
    </message>
    <message>
        <source>There are runs in {taken} already: those of this project are in {folder} now.</source>
        <translation>{taken} 中已有训练记录：此项目的记录现在放在 {folder} 中。</translation>
    </message>
    <message>
        <source>The code of {node} does not come to an end, so nothing can be checked.</source>
        <translation>{node} 的代码一直没有结束，因此什么都无法检查。</translation>
    </message>
    <message>
        <source>Stop it</source>
        <translation>停止它</translation>
    </message>
    <message>
        <source>Starts torch anew; the code does not run again before you trust it</source>
        <translation>重新启动 torch；在您信任之前，这段代码不会再运行</translation>
    </message>
    <message>
        <source>Wait</source>
        <translation>等待</translation>
    </message>
    <message>
        <source>This project holds code written by hand that does not run before you trust it: {names}.</source>
        <translation>此项目含有手写代码，在您信任之前不会运行：{names}。</translation>
    </message>
    <message>
        <source>Look at the code…</source>
        <translation>查看代码…</translation>
    </message>
    <message>
        <source>Not now</source>
        <translation>暂不</translation>
    </message>
    <message>
        <source>Code written by hand</source>
        <translation>手写代码</translation>
    </message>
    <message>
        <source>This code came with the project. When it runs, it can do anything on this machine that you can do. Trust it if you have read it, or know who wrote it; a change made outside GuiNet asks again.</source>
        <translation>这些代码随项目而来。运行时，它能在这台机器上做您能做的任何事。如果您读过它，或知道是谁编写的，就可以信任它；在 GuiNet 之外作的改动会再次询问。</translation>
    </message>
    <message>
        <source>Trust</source>
        <translation>信任</translation>
    </message>
    <message>
        <source>Pieces of code</source>
        <translation>代码段</translation>
    </message>
    <message>
        <source>Parameter groups</source>
        <translation>参数组</translation>
    </message>
    <message>
        <source>A line for each: a pattern of parameters, an argument of the optimiser or “frozen”, and its value. Where several patterns fit, the longest holds.</source>
        <translation>每行一个：参数的匹配模式、优化器的参数或“frozen”，以及它的值。有多个模式匹配时，以最长的为准。</translation>
    </message>
    <message>
        <source>“{line}” is no group: write pattern.argument = value.</source>
        <translation>“{line}”不是参数组：请写成 pattern.argument = value 的形式。</translation>
    </message>
    <message numerus="yes">
        <source>Training started: %n epoch(s).</source>
        <translation>
            <numerusform>训练开始：共 %n 轮。</numerusform>
        </translation>
    </message>
    <message>
        <source>Epoch {epoch} of {epochs}: loss {loss}.</source>
        <translation>第 {epoch} 轮，共 {epochs} 轮：损失 {loss}。</translation>
    </message>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>另有 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>Problem: {text}</source>
        <translation>问题：{text}</translation>
    </message>
    <message numerus="yes">
        <source>%n problem(s) left.</source>
        <translation>
            <numerusform>还剩 %n 个问题。</numerusform>
        </translation>
    </message>
    <message>
        <source>No problems are left.</source>
        <translation>没有问题了。</translation>
    </message>
    <message>
        <source>Mended.</source>
        <translation>已修复。</translation>
    </message>
    <message>
        <source>{name} is one image: drop it on Predictions, or drop a folder of images here to train on them.</source>
        <translation>{name} 是一幅图像：请把它拖到“预测”面板；要用图像训练，请把图像文件夹拖到这里。</translation>
    </message>
    <message>
        <source>GuiNet reads no files like {name} by itself: use a code node.</source>
        <translation>GuiNet 自己不能读取 {name} 这样的文件：请使用代码节点。</translation>
    </message>
    <message>
        <source>Data stand in the main block only: go there to add them.</source>
        <translation>数据只能放在主块中：请到那里添加。</translation>
    </message>
    <message>
        <source>muted</source>
        <translation>已停用</translation>
    </message>
    <message>
        <source>bypassed</source>
        <translation>已旁路</translation>
    </message>
    <message>
        <source>left out</source>
        <translation>不参与运行</translation>
    </message>
    <message>
        <source>Connect {node} to…</source>
        <translation>将 {node} 连接到…</translation>
    </message>
    <message>
        <source>This node has no ports to connect.</source>
        <translation>这个节点没有可连接的端口。</translation>
    </message>
    <message>
        <source>Nothing it can be wired with is called that.</source>
        <translation>没有这个名称的可连接对象。</translation>
    </message>
    <message>
        <source>These are the first {count}; type on to see others.</source>
        <translation>这是前 {count} 个；继续输入可看到其他的。</translation>
    </message>
    <message>
        <source>Enter connects; Esc closes.</source>
        <translation>按 Enter 连接，按 Esc 关闭。</translation>
    </message>
    <message>
        <source>a new node…</source>
        <translation>新节点…</translation>
    </message>
    <message>
        <source>wired: take the wire away</source>
        <translation>已连线：移除这条连线</translation>
    </message>
    <message>
        <source>takes the place of another wire</source>
        <translation>将替换另一条连线</translation>
    </message>
    <message>
        <source>Name, type, shape or problem: linear 64, N×10, error</source>
        <translation>名称、类型、形状或问题：linear 64、N×10、error</translation>
    </message>
    <message>
        <source>No node has that in its name, type, shape or problems.</source>
        <translation>没有节点的名称、类型、形状或问题中含有它。</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s)</source>
        <translation>
            <numerusform>%n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>from a wire</source>
        <translation>来自连线</translation>
    </message>
    <message>
        <source>Own function…</source>
        <translation>自己的函数…</translation>
    </message>
    <message>
        <source>all parameters</source>
        <translation>所有参数</translation>
    </message>
    <message>
        <source>Load {file}</source>
        <translation>读取 {file}</translation>
    </message>
    <message>
        <source>All first values are those of this file beside the project.</source>
        <translation>所有初始值都取自项目旁边的这个文件。</translation>
    </message>
    <message>
        <source>First values are those of this file beside the project; what it lacks stays as it was drawn.</source>
        <translation>初始值取自项目旁边的这个文件；文件里没有的保持随机抽取的值。</translation>
    </message>
    <message>
        <source>Layer type</source>
        <translation>层的类型</translation>
    </message>
    <message>
        <source>Names like</source>
        <translation>名称形如</translation>
    </message>
    <message>
        <source>The layer</source>
        <translation>该层</translation>
    </message>
    <message>
        <source>Earlier</source>
        <translation>提前</translation>
    </message>
    <message>
        <source>Later: goes over the others</source>
        <translation>推后：覆盖其他规则</translation>
    </message>
    <message>
        <source>Remove the rule</source>
        <translation>删除规则</translation>
    </message>
    <message>
        <source>Function of first values</source>
        <translation>初始值函数</translation>
    </message>
    <message>
        <source>Parameter of the layer</source>
        <translation>层的参数</translation>
    </message>
    <message>
        <source>What the rule is for</source>
        <translation>规则针对什么</translation>
    </message>
    <message>
        <source>Type, or pattern of names</source>
        <translation>类型，或名称的样式</translation>
    </message>
    <message>
        <source>The function, which is called with the layer</source>
        <translation>以层为参数调用的函数</translation>
    </message>
    <message>
        <source>First values</source>
        <translation>初始值</translation>
    </message>
    <message>
        <source>First values of the parameters</source>
        <translation>参数的初始值</translation>
    </message>
    <message>
        <source>No rule of its own. Those of the whole block hold, which are shown when nothing is selected.</source>
        <translation>没有自己的规则。整个块的规则有效，未选中节点时可以看到。</translation>
    </message>
    <message>
        <source>Drawing…</source>
        <translation>正在抽取…</translation>
    </message>
    <message>
        <source>{path}: one number, {mean}</source>
        <translation>{path}：一个数，{mean}</translation>
    </message>
    <message>
        <source>{path}: mean {mean}, spread {spread}</source>
        <translation>{path}：均值 {mean}，离散 {spread}</translation>
    </message>
    <message>
        <source>As PyTorch draws them. Add a rule to choose others; a later rule goes over an earlier one.</source>
        <translation>由 PyTorch 抽取。添加规则可另作选择，后面的规则覆盖前面的规则。</translation>
    </message>
    <message>
        <source>Add a rule</source>
        <translation>添加规则</translation>
    </message>
    <message>
        <source>Draw and show</source>
        <translation>抽取并显示</translation>
    </message>
    <message>
        <source>Draws the first values anew and shows their histograms</source>
        <translation>重新抽取初始值并显示直方图</translation>
    </message>
    <message>
        <source>The learning rate over the training</source>
        <translation>训练过程中的学习率</translation>
    </message>
    <message>
        <source>It steps down when the loss no longer improves, which only a training tells.</source>
        <translation>损失不再下降时它才降低，这只有训练时才知道。</translation>
    </message>
    <message>
        <source>Drawn with one update an epoch: there are no data yet.</source>
        <translation>按每轮一次更新画出：还没有数据。</translation>
    </message>
    <message>
        <source>epoch {epoch} · {rate}</source>
        <translation>第 {epoch} 轮 · {rate}</translation>
    </message>
    <message>
        <source>epoch {epoch}</source>
        <translation>第 {epoch} 轮</translation>
    </message>
    <message>
        <source>Add a scheduler</source>
        <translation>添加调度器</translation>
    </message>
    <message>
        <source>Take scheduler {number} away</source>
        <translation>去掉第 {number} 个调度器</translation>
    </message>
    <message>
        <source>Scheduler {number}</source>
        <translation>第 {number} 个调度器</translation>
    </message>
    <message>
        <source>The canvas is empty.</source>
        <translation>画布是空的。</translation>
    </message>
    <message>
        <source>Picture of the network</source>
        <translation>网络的图</translation>
    </message>
    <message>
        <source>One batch runs as in training, and what autograd records of it is drawn here.</source>
        <translation>像训练时那样运行一个批次，自动求导记录的内容会画在这里。</translation>
    </message>
    <message numerus="yes">
        <source>%n function(s)</source>
        <translation>
            <numerusform>%n 个函数</numerusform>
        </translation>
    </message>
    <message>
        <source>autograd holds {size}</source>
        <translation>自动求导占用 {size}</translation>
    </message>
    <message>
        <source>Recorded when the canvas ran</source>
        <translation>画布运行时的记录</translation>
    </message>
    <message>
        <source>The forward pass of step {step} itself, as far as it has come</source>
        <translation>第 {step} 步本身的前向传播，到目前为止</translation>
    </message>
    <message numerus="yes">
        <source>The last batch, %n row(s), run once more with the weights after step {step}</source>
        <translation>
            <numerusform>用第 {step} 步之后的权重再次运行最后一批的 %n 行数据</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) run as in training, with the weights after step {step}</source>
        <translation>
            <numerusform>像训练中那样运行 %n 行数据，权重取自第 {step} 步之后</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) run as in training, with the best weights of run {run}</source>
        <translation>
            <numerusform>像训练中那样运行 %n 行数据，权重为运行 {run} 的最佳权重</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) run as in training, with first values</source>
        <translation>
            <numerusform>像训练中那样运行 %n 行数据，权重为初始值</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n gradient(s)</source>
        <translation>
            <numerusform>%n 个梯度</numerusform>
        </translation>
    </message>
    <message>
        <source>{gradients}, norm {norm}</source>
        <translation>{gradients}，范数 {norm}</translation>
    </message>
    <message>
        <source>gradient {number}</source>
        <translation>梯度 {number}</translation>
    </message>
    <message>
        <source>gradient of shape {shape}; none has come back</source>
        <translation>梯度形状 {shape}；还没有传回</translation>
    </message>
    <message>
        <source>gradient of shape {shape}, norm {norm}</source>
        <translation>梯度形状 {shape}，范数 {norm}</translation>
    </message>
    <message>
        <source>norms of the gradients on the lines, ← to the leaves</source>
        <translation>线上是梯度的范数，← 流向叶节点</translation>
    </message>
    <message>
        <source>no gradient has come back</source>
        <translation>还没有梯度传回</translation>
    </message>
    <message numerus="yes">
        <source>%n found</source>
        <translation>
            <numerusform>找到 %n 个</numerusform>
        </translation>
    </message>
    <message>
        <source>SVG picture</source>
        <translation>SVG 图片</translation>
    </message>
    <message>
        <source>PNG picture</source>
        <translation>PNG 图片</translation>
    </message>
    <message>
        <source>Graphviz text</source>
        <translation>Graphviz 文本</translation>
    </message>
    <message>
        <source>Save graph</source>
        <translation>保存图</translation>
    </message>
    <message>
        <source>Functions</source>
        <translation>函数</translation>
    </message>
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Blocks</source>
        <translation>块</translation>
    </message>
    <message>
        <source>What one box stands for</source>
        <translation>一个方框代表什么</translation>
    </message>
    <message>
        <source>Find a function, node or parameter</source>
        <translation>查找函数、节点或参数</translation>
    </message>
    <message>
        <source>Autograd graph</source>
        <translation>自动求导图</translation>
    </message>
    <message>
        <source>What is known of the selected function</source>
        <translation>所选函数的信息</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Show what is in the selected box (Enter)</source>
        <translation>显示选中方框的内容（Enter）</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Put the selected box back into its node (Backspace)</source>
        <translation>把选中的方框收回到它的节点（Backspace）</translation>
    </message>
    <message>
        <source>Fit</source>
        <translation>适合窗口</translation>
    </message>
    <message>
        <source>Show all of it (F)</source>
        <translation>显示全部（F）</translation>
    </message>
    <message>
        <source>Run again</source>
        <translation>重新运行</translation>
    </message>
    <message>
        <source>Run one batch anew</source>
        <translation>重新运行一个批次</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the graph as SVG, PNG or DOT</source>
        <translation>把图保存为 SVG、PNG 或 DOT</translation>
    </message>
    <message>
        <source>saved {what}</source>
        <translation>保存 {what}</translation>
    </message>
    <message>
        <source>Double-click or Enter opens it.</source>
        <translation>双击或按 Enter 展开。</translation>
    </message>
    <message>
        <source>Adding up what a training step costs…</source>
        <translation>正在计算一个训练步的开销…</translation>
    </message>
    <message>
        <source>Measuring a step on a real batch…</source>
        <translation>正在用真实批次测量一步…</translation>
    </message>
    <message>
        <source>Profiling a step…</source>
        <translation>正在剖析一步…</translation>
    </message>
    <message>
        <source>Save a trace of one step</source>
        <translation>保存一步的跟踪记录</translation>
    </message>
    <message>
        <source>Traces (*.json)</source>
        <translation>跟踪记录 (*.json)</translation>
    </message>
    <message>
        <source>Measure</source>
        <translation>测量</translation>
    </message>
    <message>
        <source>Run a real batch on the device of the training</source>
        <translation>在训练所用的设备上运行一个真实批次</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>剖析</translation>
    </message>
    <message>
        <source>Time one training step, node by node</source>
        <translation>逐个节点地给一个训练步计时</translation>
    </message>
    <message>
        <source>Save trace…</source>
        <translation>保存跟踪记录…</translation>
    </message>
    <message>
        <source>A file that Chrome (chrome://tracing) and Perfetto open</source>
        <translation>可用 Chrome（chrome://tracing）和 Perfetto 打开的文件</translation>
    </message>
    <message>
        <source>{count} parameters</source>
        <translation>{count} 个参数</translation>
    </message>
    <message>
        <source>{count} of them trained</source>
        <translation>其中 {count} 个参加训练</translation>
    </message>
    <message>
        <source>{count}FLOPs forward</source>
        <translation>前向 {count}FLOPs</translation>
    </message>
    <message>
        <source>{count}FLOPs backward</source>
        <translation>反向 {count}FLOPs</translation>
    </message>
    <message>
        <source>{time} ms a step</source>
        <translation>每步 {time} 毫秒</translation>
    </message>
    <message>
        <source>Measured: a step on {batch} rows takes {needed}; {free} are free on {device}.</source>
        <translation>实测：{batch} 行的一步需要 {needed}；{device} 上空闲 {free}。</translation>
    </message>
    <message>
        <source>Estimated: a step on {batch} rows takes about {needed}; {free} are free on {device}.</source>
        <translation>估算：{batch} 行的一步大约需要 {needed}；{device} 上空闲 {free}。</translation>
    </message>
    <message>
        <source>It does not fit.</source>
        <translation>放不下。</translation>
    </message>
    <message>
        <source>Not even a batch of one row fits.</source>
        <translation>连只有一行的批次也放不下。</translation>
    </message>
    <message>
        <source>It fits, and so would all {rows} rows at once.</source>
        <translation>放得下，全部 {rows} 行一次放入也可以。</translation>
    </message>
    <message>
        <source>The largest batch that fits has about {largest} rows.</source>
        <translation>能放下的最大批次约有 {largest} 行。</translation>
    </message>
    <message>
        <source>data</source>
        <comment>phase of a step</comment>
        <translation>数据</translation>
    </message>
    <message>
        <source>forward</source>
        <comment>phase of a step</comment>
        <translation>前向</translation>
    </message>
    <message>
        <source>backward</source>
        <comment>phase of a step</comment>
        <translation>反向</translation>
    </message>
    <message>
        <source>optimiser</source>
        <comment>phase of a step</comment>
        <translation>优化器</translation>
    </message>
    <message>
        <source>One step of {time} ms: {phases}.</source>
        <translation>一步 {time} 毫秒：{phases}。</translation>
    </message>
    <message>
        <source>The GPU computed for {share} of it.</source>
        <translation>其中 GPU 有 {share} 的时间在计算。</translation>
    </message>
    <message>
        <source>The trace is in {path}.</source>
        <translation>跟踪记录在 {path}。</translation>
    </message>
    <message>
        <source>Not looked at: {reason}</source>
        <translation>未检查：{reason}</translation>
    </message>
    <message>
        <source>A training runs: its findings come when it has ended.</source>
        <translation>正在训练：结束后再给出发现。</translation>
    </message>
    <message>
        <source>This was given up before it had ended: press “Look again”.</source>
        <translation>这在结束之前被放弃：请点击“再检查一次”。</translation>
    </message>
    <message>
        <source>Looking at the network, its data and one batch…</source>
        <translation>正在检查网络、数据和一个批次…</translation>
    </message>
    <message numerus="yes">
        <source>%n finding(s)</source>
        <translation>
            <numerusform>%n 项发现</numerusform>
        </translation>
    </message>
    <message>
        <source>Nothing found: all that was looked at is healthy.</source>
        <translation>没有发现问题：检查过的都正常。</translation>
    </message>
    <message>
        <source>from the graph and the data alone</source>
        <translation>只依据图和数据</translation>
    </message>
    <message>
        <source>from a batch of {rows} rows, with the weights of run {run}</source>
        <translation>依据 {rows} 行的一个批次，使用运行 {run} 的权重</translation>
    </message>
    <message>
        <source>from a batch of {rows} rows, with fresh weights</source>
        <translation>依据 {rows} 行的一个批次，使用初始权重</translation>
    </message>
    <message>
        <source>Look again</source>
        <translation>再检查一次</translation>
    </message>
    <message>
        <source>Badges on the canvas</source>
        <translation>在画布上标出</translation>
    </message>
    <message>
        <source>Marks the nodes that something was found at; point at one to read it</source>
        <translation>标出有发现的节点；指向节点即可阅读</translation>
    </message>
    <message>
        <source>Show the node</source>
        <translation>显示节点</translation>
    </message>
    <message numerus="yes">
        <source>%n of its numbers are NaN or infinite</source>
        <translation>
            <numerusform>其中 %n 个数是 NaN 或无穷大</numerusform>
        </translation>
    </message>
    <message>
        <source>All zeros</source>
        <translation>全是零</translation>
    </message>
    <message>
        <source>Parameter</source>
        <translation>参数</translation>
    </message>
    <message>
        <source>Its path below the network</source>
        <translation>它在网络中的路径</translation>
    </message>
    <message>
        <source>The norm of the gradient</source>
        <translation>梯度的范数</translation>
    </message>
    <message>
        <source>Gradient / weight</source>
        <translation>梯度/权重</translation>
    </message>
    <message>
        <source>The norm of the gradient, as a share of that of the parameter</source>
        <translation>梯度的范数与参数范数之比</translation>
    </message>
    <message>
        <source>Update</source>
        <translation>更新</translation>
    </message>
    <message>
        <source>The change in the last step, as a share of the norm: near 0.001 is usual</source>
        <translation>最后一步的变化与范数之比：通常接近 0.001</translation>
    </message>
    <message>
        <source>Zeros</source>
        <translation>零</translation>
    </message>
    <message>
        <source>The share of zeros in the gradient</source>
        <translation>梯度中零的比例</translation>
    </message>
    <message>
        <source>Why it stops</source>
        <translation>为何中断</translation>
    </message>
    <message>
        <source>Where the way back from the loss is cut</source>
        <translation>从损失返回的路在何处中断</translation>
    </message>
    <message>
        <source>One batch, forwards and backwards; nothing was updated</source>
        <translation>一个批次，前向和反向，没有更新</translation>
    </message>
    <message>
        <source>One batch with the best weights of run {run}; nothing was updated</source>
        <translation>用运行 {run} 的最佳权重运行一个批次；没有更新任何参数</translation>
    </message>
    <message>
        <source>Training, after step {step}</source>
        <translation>训练中，第 {step} 步之后</translation>
    </message>
    <message>
        <source>Step by step: as it is at this moment of the training</source>
        <translation>单步运行：训练进行到此刻的状态</translation>
    </message>
    <message numerus="yes">
        <source>%n parameter(s) without a gradient</source>
        <translation>
            <numerusform>%n 个参数没有梯度</numerusform>
        </translation>
    </message>
    <message>
        <source>The network has changed since: run the batch again.</source>
        <translation>此后网络已更改：请再运行一次批次。</translation>
    </message>
    <message>
        <source>Run one batch</source>
        <translation>运行一个批次</translation>
    </message>
    <message>
        <source>Runs one batch forwards and backwards, without an update</source>
        <translation>对一个批次做前向和反向计算，不作更新</translation>
    </message>
    <message>
        <source>Canvas as usual</source>
        <translation>画布照常</translation>
    </message>
    <message>
        <source>Colour by gradient</source>
        <translation>按梯度着色</translation>
    </message>
    <message>
        <source>Colour by gradient / weight</source>
        <translation>按梯度/权重着色</translation>
    </message>
    <message>
        <source>Colour by update</source>
        <translation>按更新着色</translation>
    </message>
    <message>
        <source>Colour by size of outputs</source>
        <translation>按输出大小着色</translation>
    </message>
    <message>
        <source>Colour by zeros in outputs</source>
        <translation>按输出中零的比例着色</translation>
    </message>
    <message>
        <source>What the nodes of the canvas are coloured by</source>
        <translation>画布上的节点按什么着色</translation>
    </message>
    <message>
        <source>Histogram</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>Norms</source>
        <translation>范数</translation>
    </message>
    <message>
        <source>Over time</source>
        <translation>随时间</translation>
    </message>
    <message>
        <source>Gradients of the parameters</source>
        <translation>参数的梯度</translation>
    </message>
    <message>
        <source>Histogram of the gradient</source>
        <translation>梯度的直方图</translation>
    </message>
    <message>
        <source>Norms of the gradients over time</source>
        <translation>梯度范数随时间的变化</translation>
    </message>
    <message>
        <source>Histograms of the gradient over time</source>
        <translation>梯度直方图随时间的变化</translation>
    </message>
    <message>
        <source>Run one batch, or train: the gradient that arrives at each parameter is shown here.</source>
        <translation>运行一个批次或开始训练：这里显示到达每个参数的梯度。</translation>
    </message>
    <message>
        <source>least</source>
        <translation>最小</translation>
    </message>
    <message>
        <source>greatest</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>zeros</source>
        <translation>零的比例</translation>
    </message>
    <message>
        <source>zeros {share}</source>
        <translation>零占 {share}</translation>
    </message>
    <message>
        <source>The same tensor as {names}</source>
        <translation>与 {names} 是同一个张量</translation>
    </message>
    <message>
        <source>Kernels</source>
        <translation>卷积核</translation>
    </message>
    <message>
        <source>Vectors</source>
        <translation>向量</translation>
    </message>
    <message>
        <source>These are trained weights. Values are set by hand in the first values, from which a training starts.</source>
        <translation>这是训练过的权重。手动设置的值属于初始值，训练从初始值开始。</translation>
    </message>
    <message>
        <source>Show the first values</source>
        <translation>显示初始值</translation>
    </message>
    <message>
        <source>Change values</source>
        <translation>更改值</translation>
    </message>
    <message>
        <source>Change values by an index: weight[0, :2] = 0.5, weight += 1, weight[3] *= 2. Press Enter to apply.</source>
        <translation>按索引更改值：weight[0, :2] = 0.5、weight += 1、weight[3] *= 2。按回车键生效。</translation>
    </message>
    <message>
        <source>The values as a picture</source>
        <translation>以图像显示的值</translation>
    </message>
    <message>
        <source>The kernels of the convolution as pictures</source>
        <translation>以图像显示的卷积核</translation>
    </message>
    <message>
        <source>The vectors of the embedding in the plane in which they lie furthest apart</source>
        <translation>嵌入的各个向量，投影到它们最分散的平面上</translation>
    </message>
    <message>
        <source>Histogram of the values</source>
        <translation>值的直方图</translation>
    </message>
    <message>
        <source>Histograms of the values over time</source>
        <translation>值的直方图随时间的变化</translation>
    </message>
    <message>
        <source>Index in dimension {number}</source>
        <translation>第 {number} 维的索引</translation>
    </message>
    <message>
        <source>Slice</source>
        <translation>切片</translation>
    </message>
    <message>
        <source>Rows from</source>
        <translation>起始行</translation>
    </message>
    <message>
        <source>Columns from</source>
        <translation>起始列</translation>
    </message>
    <message>
        <source>Values of the parameter</source>
        <translation>参数的值</translation>
    </message>
    <message>
        <source>Copy the path</source>
        <translation>复制路径</translation>
    </message>
    <message>
        <source>Copy the table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>冻结</translation>
    </message>
    <message>
        <source>Unfreeze</source>
        <translation>解冻</translation>
    </message>
    <message>
        <source>Forget values set by hand</source>
        <translation>取消手动设置的值</translation>
    </message>
    <message>
        <source>Untie</source>
        <translation>解除绑定</translation>
    </message>
    <message>
        <source>Freeze all that fit {pattern}</source>
        <translation>冻结所有匹配 {pattern} 的参数</translation>
    </message>
    <message>
        <source>Unfreeze all that fit {pattern}</source>
        <translation>解冻所有匹配 {pattern} 的参数</translation>
    </message>
    <message>
        <source>Draw anew with</source>
        <translation>重新抽取</translation>
    </message>
    <message>
        <source>Tie to</source>
        <translation>绑定到</translation>
    </message>
    <message>
        <source>This network has no parameters: add a layer such as Linear, and its weights are here.</source>
        <translation>这个网络没有参数：加入 Linear 之类的层后，这里就有它的权重。</translation>
    </message>
    <message>
        <source>The best weights of run {run}</source>
        <translation>运行 {run} 的最佳权重</translation>
    </message>
    <message>
        <source>First values: those a training begins with</source>
        <translation>初始值：训练开始时的值</translation>
    </message>
    <message>
        <source>changes since step {step}</source>
        <translation>自第 {step} 步以来的变化</translation>
    </message>
    <message>
        <source>These are the first values, which have changed. The run&apos;s weights stay as they are.</source>
        <translation>这里是初始值，它们已经改变。该次运行的权重保持不变。</translation>
    </message>
    <message>
        <source>The first values have changed: the next training begins with them, not this one.</source>
        <translation>初始值已经改变：下一次训练将从它们开始，当前这次训练不受影响。</translation>
    </message>
    <message>
        <source>Find a parameter</source>
        <translation>查找参数</translation>
    </message>
    <message>
        <source>Newest weights</source>
        <translation>最新权重</translation>
    </message>
    <message>
        <source>Which weights are shown</source>
        <translation>显示哪些权重</translation>
    </message>
    <message>
        <source>Parameters of the network</source>
        <translation>网络的参数</translation>
    </message>
    <message>
        <source>The parameters of the network are shown here as soon as it can be built.</source>
        <translation>网络一旦可以构建，这里就显示它的参数。</translation>
    </message>
    <message>
        <source>Row</source>
        <translation>行</translation>
    </message>
    <message>
        <source>Truth</source>
        <translation>真实</translation>
    </message>
    <message>
        <source>Predicted</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>The worst mistakes</source>
        <translation>最大的错误</translation>
    </message>
    <message>
        <source>Given up before it had ended. They are looked for again after an edit or a training.</source>
        <translation>在结束之前被放弃。编辑或训练之后会再次查找。</translation>
    </message>
    <message>
        <source>Looking for mistakes…</source>
        <translation>正在寻找错误…</translation>
    </message>
    <message>
        <source>{part}: the largest losses of {rows}</source>
        <translation>{part}：{rows} 行中损失最大的</translation>
    </message>
    <message>
        <source>{part}: {wrong} of {rows} are wrong</source>
        <translation>{part}：{rows} 行中有 {wrong} 行错误</translation>
    </message>
    <message>
        <source>No answer: the network gives {values}</source>
        <translation>没有结果：网络给出 {values}</translation>
    </message>
    <message>
        <source> · loss {loss}</source>
        <translation> · 损失 {loss}</translation>
    </message>
    <message>
        <source>The data say {truth}</source>
        <translation>数据中是 {truth}</translation>
    </message>
    <message>
        <source>Right, it is {truth}</source>
        <translation>正确，它是 {truth}</translation>
    </message>
    <message>
        <source>Wrong, it is {truth}</source>
        <translation>错误，它是 {truth}</translation>
    </message>
    <message>
        <source>The input as a picture</source>
        <translation>作为图像的输入</translation>
    </message>
    <message>
        <source>Probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>Draw something, and what the network sees in it stands here.</source>
        <translation>画点什么，网络看到的结果会显示在这里。</translation>
    </message>
    <message>
        <source>Choose a file, and what the network says of it stands here.</source>
        <translation>选一个文件，网络的回答会显示在这里。</translation>
    </message>
    <message>
        <source>Write a number into each field, and what the network says of them stands here.</source>
        <translation>在每一格填一个数，网络的回答会显示在这里。</translation>
    </message>
    <message>
        <source>There is no row to look at.</source>
        <translation>没有可看的行。</translation>
    </message>
    <message>
        <source>In eval mode, with the best weights of run {run}</source>
        <translation>eval 模式，用第 {run} 次运行的最佳权重</translation>
    </message>
    <message>
        <source>Untrained: with fresh weights this is chance. Train, and the best weights are used.</source>
        <translation>未训练：用初始权重，结果是随机的。训练之后会用最佳权重。</translation>
    </message>
    <message>
        <source>Where the input comes from</source>
        <translation>输入从哪里来</translation>
    </message>
    <message>
        <source>Drawing</source>
        <translation>手绘</translation>
    </message>
    <message>
        <source>Worst mistakes</source>
        <translation>最大的错误</translation>
    </message>
    <message>
        <source>As torch</source>
        <translation>torch 写法</translation>
    </message>
    <message>
        <source>The PyTorch that does it</source>
        <translation>对应的 PyTorch 代码</translation>
    </message>
    <message>
        <source>What the network says of a row, a file or a drawing is shown here.</source>
        <translation>网络对一行数据、一个文件或一幅手绘的回答显示在这里。</translation>
    </message>
    <message>
        <source>rate {rate}: loss {loss}</source>
        <translation>学习率 {rate}：损失 {loss}</translation>
    </message>
    <message>
        <source>now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>suggested</source>
        <translation>建议</translation>
    </message>
    <message>
        <source>Learning-rate range test</source>
        <translation>学习率范围测试</translation>
    </message>
    <message>
        <source>Loss by learning rate</source>
        <translation>损失随学习率的变化</translation>
    </message>
    <message>
        <source>Run the test</source>
        <translation>运行测试</translation>
    </message>
    <message>
        <source>Training fresh weights at one rate after another…</source>
        <translation>正在用一个个学习率训练初始权重…</translation>
    </message>
    <message>
        <source>Trains fresh weights for a hundred steps, the rate growing all the while. Nothing is kept.</source>
        <translation>用初始权重训练一百步，学习率不断增大。结果不会保留。</translation>
    </message>
    <message>
        <source>The test was stopped before its first step had ended.</source>
        <translation>测试在第一步结束之前就停止了。</translation>
    </message>
    <message>
        <source>The test was stopped at {last}: up to there the loss does not fall. The project has {rate}.</source>
        <translation>测试在学习率 {last} 处停止：到此为止损失没有下降。项目现在是 {rate}。</translation>
    </message>
    <message>
        <source>The test was stopped at {last}: up to there the loss falls fastest at {suggestion}. The project has {rate}.</source>
        <translation>测试在学习率 {last} 处停止：到此为止，学习率为 {suggestion} 时损失下降最快。项目现在是 {rate}。</translation>
    </message>
    <message>
        <source>The loss falls at no rate. The project has {rate}.</source>
        <translation>没有学习率能使损失下降。项目现在是 {rate}。</translation>
    </message>
    <message>
        <source>The loss falls fastest at {suggestion}. The project has {rate}.</source>
        <translation>学习率为 {suggestion} 时损失下降最快。项目现在是 {rate}。</translation>
    </message>
    <message>
        <source>A training has begun, so the stepping has ended. Start anew when it is over.</source>
        <translation>训练已开始，单步运行已结束。训练结束后请重新开始。</translation>
    </message>
    <message>
        <source>The torch process ended, and the stepping with it: start anew.</source>
        <translation>torch 进程已结束，单步运行也随之结束：请重新开始。</translation>
    </message>
    <message>
        <source>Press “Next node” or “Next phase”: the training is run by hand, and nothing is kept of it.</source>
        <translation>按“下一节点”或“下一阶段”：手动运行训练，不保存任何结果。</translation>
    </message>
    <message>
        <source>The network or a setting was changed, so the stepping has ended: start anew.</source>
        <translation>网络或设置已更改，单步运行已结束：请重新开始。</translation>
    </message>
    <message>
        <source>NaN or infinite values</source>
        <translation>NaN 或无穷大的值</translation>
    </message>
    <message>
        <source>A gradient of zeros</source>
        <translation>全为零的梯度</translation>
    </message>
    <message>
        <source>Norm of a value above</source>
        <translation>值的范数大于</translation>
    </message>
    <message>
        <source>Norm of a gradient above</source>
        <translation>梯度的范数大于</translation>
    </message>
    <message>
        <source>Stop also at</source>
        <translation>遇到以下情况也停下</translation>
    </message>
    <message>
        <source>Breakpoints</source>
        <translation>断点</translation>
    </message>
    <message>
        <source>No breakpoint at the selected node</source>
        <translation>取消所选节点的断点</translation>
    </message>
    <message>
        <source>Breakpoint at the selected node</source>
        <translation>在所选节点设断点</translation>
    </message>
    <message>
        <source>Run to the end of {line}</source>
        <translation>运行到 {line} 结束</translation>
    </message>
    <message>
        <source>Leave {line} in</source>
        <translation>保留 {line}</translation>
    </message>
    <message>
        <source>A step needs a batch.</source>
        <translation>每一步都需要一批数据。</translation>
    </message>
    <message>
        <source>Norm of gradient</source>
        <translation>梯度的范数</translation>
    </message>
    <message>
        <source>Before</source>
        <translation>之前</translation>
    </message>
    <message>
        <source>Now</source>
        <translation>现在</translation>
    </message>
    <message>
        <source>Norm of weights</source>
        <translation>权重的范数</translation>
    </message>
    <message>
        <source>Change</source>
        <translation>变化</translation>
    </message>
    <message>
        <source>The network has its first weights. Next comes the first batch.</source>
        <translation>网络已有初始权重。接下来是第一批数据。</translation>
    </message>
    <message>
        <source>The next rows of the training data, in the order that the seed has drawn.</source>
        <translation>训练数据的下一批行，顺序由随机种子决定。</translation>
    </message>
    <message>
        <source>The batch goes through the network; autograd takes note of every step for the way back.</source>
        <translation>这批数据经过网络；autograd 记下每一步，以便反向传播。</translation>
    </message>
    <message>
        <source>One number says how far the output is from the target.</source>
        <translation>用一个数表示输出与目标相差多远。</translation>
    </message>
    <message>
        <source>Takes the gradients of the step before away: backward adds to those that are there.</source>
        <translation>清除上一步的梯度：反向传播会把梯度累加到已有的梯度上。</translation>
    </message>
    <message>
        <source>From the loss back, by the chain rule: each parameter gets the slope of the loss.</source>
        <translation>从损失出发，按链式法则往回走：每个参数得到损失的斜率。</translation>
    </message>
    <message>
        <source>Moves each parameter against its gradient, as far as the learning rate says.</source>
        <translation>让每个参数沿梯度的反方向移动，幅度由学习率决定。</translation>
    </message>
    <message>
        <source>There were gradients already: these are added to them.</source>
        <translation>原来已有梯度：新的梯度累加在上面。</translation>
    </message>
    <message numerus="yes">
        <source>The update waits for %n more batch(es).</source>
        <translation>
            <numerusform>还要等 %n 批数据才更新权重。</numerusform>
        </translation>
    </message>
    <message>
        <source>Stopped at a breakpoint.</source>
        <translation>已在断点处停下。</translation>
    </message>
    <message>
        <source>Stopped at {name}: {condition}.</source>
        <translation>停在 {name}：{condition}。</translation>
    </message>
    <message>
        <source>Stopped.</source>
        <translation>已停下。</translation>
    </message>
    <message>
        <source>A whole step has run without the selected node: choose one that runs in it.</source>
        <translation>整整一步都没有运行到所选节点：请选择在一步中会运行的节点。</translation>
    </message>
    <message>
        <source>This was the last step of the training.</source>
        <translation>这是训练的最后一步。</translation>
    </message>
    <message>
        <source>a value or gradient is NaN or infinite</source>
        <translation>有值或梯度是 NaN 或无穷大</translation>
    </message>
    <message>
        <source>a gradient is all zeros</source>
        <translation>有梯度全为零</translation>
    </message>
    <message>
        <source>the norm of a value is above {bound}</source>
        <translation>有值的范数大于 {bound}</translation>
    </message>
    <message>
        <source>the norm of a gradient is above {bound}</source>
        <translation>有梯度的范数大于 {bound}</translation>
    </message>
    <message>
        <source>{node}, call {number}</source>
        <translation>{node}，第 {number} 次调用</translation>
    </message>
    <message>
        <source>mean {value}</source>
        <translation>均值 {value}</translation>
    </message>
    <message>
        <source>std {value}</source>
        <translation>标准差 {value}</translation>
    </message>
    <message>
        <source>{least} to {most}</source>
        <translation>{least} 至 {most}</translation>
    </message>
    <message>
        <source>{count} NaN</source>
        <translation>{count} 个 NaN</translation>
    </message>
    <message>
        <source>{count} infinite</source>
        <translation>{count} 个无穷大</translation>
    </message>
    <message>
        <source>Epoch {epoch}, step {step} of {steps}</source>
        <translation>第 {epoch} 轮，第 {step}/{steps} 步</translation>
    </message>
    <message>
        <source>Loss {loss}</source>
        <translation>损失 {loss}</translation>
    </message>
    <message>
        <source>Loss {earlier} → {loss}</source>
        <translation>损失 {earlier} → {loss}</translation>
    </message>
    <message>
        <source>Running in both modes…</source>
        <translation>正在用两种模式运行…</translation>
    </message>
    <message>
        <source>Compare eval and train mode</source>
        <translation>比较 eval 和 train 模式</translation>
    </message>
    <message>
        <source>In both modes</source>
        <translation>两种模式下</translation>
    </message>
    <message>
        <source>train minus eval</source>
        <translation>train 减 eval</translation>
    </message>
    <message>
        <source>The value is the same in both modes.</source>
        <translation>两种模式下的值相同。</translation>
    </message>
    <message>
        <source>The value is another in train mode.</source>
        <translation>train 模式下的值不同。</translation>
    </message>
    <message>
        <source>{differing} of {numbers} numbers differ, by {largest} at most.</source>
        <translation>{numbers} 个数中有 {differing} 个不同，最多相差 {largest}。</translation>
    </message>
    <message>
        <source>Not saved yet</source>
        <translation>尚未保存</translation>
    </message>
    <message>
        <source>Open projects</source>
        <translation>打开的项目</translation>
    </message>
    <message>
        <source>Nothing was opened or saved yet</source>
        <translation>还没有打开或保存过文件</translation>
    </message>
    <message>
        <source>Keyboard shortcuts</source>
        <translation>键盘快捷键</translation>
    </message>
    <message>
        <source>Search actions or keys</source>
        <translation>搜索操作或按键</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>操作</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>按键</translation>
    </message>
    <message>
        <source>As it was</source>
        <translation>恢复原样</translation>
    </message>
    <message>
        <source>Press the keys:</source>
        <translation>请按下按键：</translation>
    </message>
    <message>
        <source>{keys} does “{action}” already: press the keys again to take them from it.</source>
        <translation>{keys} 已用于“{action}”：再按一次就改为用于此操作。</translation>
    </message>
    <message>
        <source>The wheel zooms at the pointer, a drag pans, a double click shows everything.</source>
        <translation>滚轮在指针处缩放，拖动平移，双击显示全部。</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>All as they were</source>
        <translation>全部恢复原样</translation>
    </message>
    <message>
        <source>Examples and lessons</source>
        <translation>示例与课程</translation>
    </message>
    <message>
        <source>Search by name, layer or topic, e.g. dropout</source>
        <translation>按名称、层或主题搜索，例如 dropout</translation>
    </message>
    <message>
        <source>Search examples and lessons</source>
        <translation>搜索示例与课程</translation>
    </message>
    <message>
        <source>Nothing is called that. Try another word, e.g. “conv”, “loss”, “tensor”.</source>
        <translation>没有找到。换一个词试试，例如“conv”“loss”“tensor”。</translation>
    </message>
    <message>
        <source>About the chosen entry</source>
        <translation>所选条目的说明</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Empty canvas</source>
        <translation>空白画布</translation>
    </message>
    <message>
        <source>New from code…</source>
        <translation>从代码新建…</translation>
    </message>
    <message>
        <source>Import…</source>
        <translation>导入…</translation>
    </message>
    <message>
        <source>A lesson: steps on the canvas, ticked off as you do them.</source>
        <translation>课程：在画布上一步步完成，做完自动打勾。</translation>
    </message>
    <message>
        <source>Open lately</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Examples that train</source>
        <translation>可训练的示例</translation>
    </message>
    <message>
        <source>Examples that run once</source>
        <translation>运行一次的示例</translation>
    </message>
    <message>
        <source>Inside {block}</source>
        <translation>{block} 的内部</translation>
    </message>
    <message>
        <source>Show the block by itself</source>
        <translation>单独显示这个块</translation>
    </message>
    <message>
        <source>Close (Ctrl+Enter)</source>
        <translation>关闭 (Ctrl+Enter)</translation>
    </message>
    <message>
        <source>All panels here</source>
        <translation>这里的所有面板</translation>
    </message>
    <message>
        <source>Show {panel} in a window of its own</source>
        <translation>在单独的窗口中显示 {panel}</translation>
    </message>
    <message>
        <source>Close {panel}</source>
        <translation>关闭{panel}</translation>
    </message>
    <message>
        <source>Write it here, instead of a wire</source>
        <translation>改在这里填写，不用连线</translation>
    </message>
    <message>
        <source>Take it from a wire</source>
        <translation>改由连线给出</translation>
    </message>
    <message>
        <source>Keeps these weights beside the project: the next training begins with them</source>
        <translation>把这些权重保存在项目旁边：下一次训练从它们开始</translation>
    </message>
    <message>
        <source>These are the first values already: show trained weights, or copy some</source>
        <translation>这些已经是初始值：请显示训练好的权重，或复制一份</translation>
    </message>
    <message>
        <source>Nothing is kept of a training that is stepped: train, and its weights can be</source>
        <translation>单步运行的训练不会保留任何结果：进行训练后，才能保留其权重。</translation>
    </message>
    <message>
        <source>From a file…</source>
        <translation>从文件…</translation>
    </message>
    <message>
        <source>No run has weights yet</source>
        <translation>还没有带权重的运行</translation>
    </message>
    <message>
        <source>Weights</source>
        <translation>权重</translation>
    </message>
    <message>
        <source>Copy weights from a file</source>
        <translation>从文件复制权重</translation>
    </message>
    <message>
        <source>Copying the weights…</source>
        <translation>正在复制权重…</translation>
    </message>
    <message>
        <source>Start from these weights</source>
        <translation>从这些权重开始</translation>
    </message>
    <message>
        <source>Copy weights</source>
        <translation>复制权重</translation>
    </message>
    <message>
        <source>Has the network begin with the weights of a file or of a run</source>
        <translation>让网络从文件或某次运行的权重开始</translation>
    </message>
    <message>
        <source>Run {run}, last weights (step {step})</source>
        <translation>运行 {run}，最后的权重(第 {step} 步)</translation>
    </message>
    <message>
        <source>Run {run}, best weights (loss {loss})</source>
        <translation>运行 {run}，最好的权重(损失 {loss})</translation>
    </message>
    <message>
        <source>Kept in {file}: {count} taken</source>
        <translation>已保存在 {file}：取用 {count} 个</translation>
    </message>
    <message>
        <source>The weights after step {step} are kept in {file}</source>
        <translation>第 {step} 步后的权重已保存在 {file}</translation>
    </message>
    <message>
        <source>nothing there for {count}: {names}</source>
        <translation>{count} 个没有对应的值：{names}</translation>
    </message>
    <message>
        <source>{count} of another shape: {names}</source>
        <translation>{count} 个形状不同：{names}</translation>
    </message>
    <message>
        <source>First batch</source>
        <translation>第一批</translation>
    </message>
    <message>
        <source>One row</source>
        <translation>一行</translation>
    </message>
    <message>
        <source>Random batch</source>
        <translation>随机一批</translation>
    </message>
    <message>
        <source>Which rows the values are of</source>
        <translation>这些值来自哪些行</translation>
    </message>
    <message>
        <source>Another</source>
        <translation>换一批</translation>
    </message>
    <message>
        <source>Draw other rows by lot</source>
        <translation>随机抽取另一些行</translation>
    </message>
    <message>
        <source>Draw here: the left button draws, the right one wipes</source>
        <translation>在此绘制：左键画，右键擦</translation>
    </message>
    <message>
        <source>Wipe</source>
        <translation>擦掉</translation>
    </message>
    <message>
        <source>Save value</source>
        <translation>保存值</translation>
    </message>
    <message>
        <source>There is nothing but NaN here.</source>
        <translation>这里只有 NaN。</translation>
    </message>
    <message>
        <source>There is no finite number to be drawn here.</source>
        <translation>这里没有可以画出的有限数。</translation>
    </message>
    <message>
        <source>{low} to {high}</source>
        <translation>{low} 到 {high}</translation>
    </message>
    <message>
        <source>a point stands for {count} values</source>
        <translation>一个点代表 {count} 个值</translation>
    </message>
    <message>
        <source>Table</source>
        <translation>表格</translation>
    </message>
    <message>
        <source>{path} cannot be written: choose another place, or the ending .png.</source>
        <translation>无法写入 {path}：请换一个位置，或使用扩展名 .png。</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Heat</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Image</source>
        <translation>图像</translation>
    </message>
    <message>
        <source>Maps</source>
        <translation>特征图</translation>
    </message>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Bars</source>
        <translation>直方图</translation>
    </message>
    <message>
        <source>All that is known, and what PyTorch prints</source>
        <translation>所有已知信息，以及 PyTorch 打印的内容</translation>
    </message>
    <message>
        <source>The numbers of a slice in a table</source>
        <translation>一个切片的数字，列成表格</translation>
    </message>
    <message>
        <source>A slice in colours: one for negative numbers, another for positive ones</source>
        <translation>用颜色表示一个切片：负数一种颜色，正数另一种</translation>
    </message>
    <message>
        <source>A slice as the pixels of an image</source>
        <translation>把一个切片显示为图像的像素</translation>
    </message>
    <message>
        <source>The feature maps of all channels side by side</source>
        <translation>所有通道的特征图并排显示</translation>
    </message>
    <message>
        <source>The last axis as a curve</source>
        <translation>把最后一个轴显示为曲线</translation>
    </message>
    <message>
        <source>A histogram of all numbers</source>
        <translation>所有数字的直方图</translation>
    </message>
    <message>
        <source>How the value is shown</source>
        <translation>值的显示方式</translation>
    </message>
    <message>
        <source>Which output</source>
        <translation>哪个输出</translation>
    </message>
    <message>
        <source>Which call of the node</source>
        <translation>节点的哪一次调用</translation>
    </message>
    <message>
        <source>The value in colours</source>
        <translation>用颜色表示的值</translation>
    </message>
    <message>
        <source>The value as an image</source>
        <translation>作为图像的值</translation>
    </message>
    <message>
        <source>The value as a curve</source>
        <translation>作为曲线的值</translation>
    </message>
    <message>
        <source>std</source>
        <translation>标准差</translation>
    </message>
    <message>
        <source>infinite</source>
        <translation>无穷</translation>
    </message>
    <message>
        <source>count</source>
        <translation>个数</translation>
    </message>
    <message>
        <source>These are the absolute values of complex numbers.</source>
        <translation>这些是复数的绝对值。</translation>
    </message>
    <message>
        <source>None of its numbers is finite.</source>
        <translation>其中没有一个有限的数。</translation>
    </message>
    <message>
        <source>Least, mean, greatest and std are those of the finite numbers.</source>
        <translation>最小、均值、最大和标准差只计有限的数。</translation>
    </message>
    <message>
        <source>Mean, std and histogram are read off a part of the numbers.</source>
        <translation>均值、标准差和直方图由一部分数字估计。</translation>
    </message>
    <message>
        <source>There are no numbers in it.</source>
        <translation>里面没有数字。</translation>
    </message>
    <message>
        <source>map {number}</source>
        <translation>特征图 {number}</translation>
    </message>
    <message>
        <source>Axis {axis}: 0 to {last}</source>
        <translation>轴 {axis}：0 到 {last}</translation>
    </message>
    <message>
        <source>Maps from</source>
        <translation>特征图从</translation>
    </message>
    <message>
        <source>Show {panel}</source>
        <translation>显示{panel}</translation>
    </message>
    <message>
        <source>No other project is open.</source>
        <translation>没有打开其他项目。</translation>
    </message>
    <message>
        <source>New from code</source>
        <translation>从代码新建</translation>
    </message>
    <message>
        <source>A class that derives from nn.Module, layers in a row, or lines that calculate with tensors become nodes and wires. The text is read, never run; what has no node of its own becomes a node of code.</source>
        <translation>派生自 nn.Module 的类、依次排列的层，或用张量计算的语句，都会变成节点和连线。文本只会被读取，绝不会运行；没有对应节点的部分会变成代码节点。</translation>
    </message>
    <message>
        <source>Python code</source>
        <translation>Python 代码</translation>
    </message>
    <message>
        <source>Paste the code of a network here, or open a file.</source>
        <translation>在此粘贴网络的代码，或打开一个文件。</translation>
    </message>
    <message>
        <source>Open a file…</source>
        <translation>打开文件…</translation>
    </message>
    <message>
        <source>Make a project</source>
        <translation>生成项目</translation>
    </message>
    <message>
        <source>Make a project of the text (Ctrl+Enter)</source>
        <translation>用这段文本生成项目（Ctrl+Enter）</translation>
    </message>
    <message>
        <source>Import Python code</source>
        <translation>导入 Python 代码</translation>
    </message>
    <message>
        <source>Python (*{ending})</source>
        <translation>Python 文件 (*{ending})</translation>
    </message>
    <message>
        <source>Python text cannot be read while torch does not run.</source>
        <translation>torch 没有运行，无法读取 Python 文本。</translation>
    </message>
    <message>
        <source>Reading the Python text…</source>
        <translation>正在读取 Python 文本…</translation>
    </message>
    <message>
        <source>The torch process ended by itself. Try again.</source>
        <translation>torch 进程自行结束了。请重试。</translation>
    </message>
    <message>
        <source>Nothing was read. Try again.</source>
        <translation>什么也没有读到。请重试。</translation>
    </message>
    <message numerus="yes">
        <source>%n node(s) pasted from Python</source>
        <translation>
            <numerusform>从 Python 粘贴了 %n 个节点</numerusform>
        </translation>
    </message>
    <message>
        <source>As print shows it</source>
        <translation>print 的显示</translation>
    </message>
    <message>
        <source>Delete runs</source>
        <translation>删除运行</translation>
    </message>
    <message>
        <source>Select one run to compare it with the project, or two to compare them (Ctrl and a click).</source>
        <translation>选中一次运行可与项目比较，选中两次可互相比较（按住 Ctrl 点击）。</translation>
    </message>
    <message>
        <source>Select a run first.</source>
        <translation>请先选中一次运行。</translation>
    </message>
    <message>
        <source>This run is under way: stop it first.</source>
        <translation>这次运行正在进行：请先停止它。</translation>
    </message>
    <message>
        <source>Select one run only.</source>
        <translation>请只选中一次运行。</translation>
    </message>
    <message>
        <source>This run has no weights: it ended before its first epoch did.</source>
        <translation>这次运行没有权重：它在第一轮结束之前就结束了。</translation>
    </message>
    <message>
        <source>A training runs: stop it first.</source>
        <translation>正在训练：请先停止它。</translation>
    </message>
    <message>
        <source>This run ended before its first step.</source>
        <translation>这次运行在第一步之前就结束了。</translation>
    </message>
    <message>
        <source>This run has no checkpoint to go on from.</source>
        <translation>这次运行没有可以继续的检查点。</translation>
    </message>
    <message>
        <source>This run has done the {epochs} epochs the project asks for: set more epochs to go on.</source>
        <translation>这次运行已完成项目要求的 {epochs} 轮：要继续请设置更多轮数。</translation>
    </message>
    <message>
        <source>Delete run {run}?</source>
        <translation>删除运行 {run}？</translation>
    </message>
    <message numerus="yes">
        <source>Delete %n run(s)?</source>
        <translation>
            <numerusform>删除 %n 次运行？</numerusform>
        </translation>
    </message>
    <message>
        <source>The record and the weights are removed for good: this cannot be undone. Weights that the network begins with are a copy and stay.</source>
        <translation>记录和权重将被永久删除，无法撤销。网络初始所用的权重是副本，会保留。</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>The run, and what differs</source>
        <translation>这次运行及其不同之处</translation>
    </message>
    <message>
        <source>Reading the runs…</source>
        <translation>正在读取运行记录…</translation>
    </message>
    <message>
        <source>No runs yet. Press Train: every training is kept here, with its settings, metrics and weights.</source>
        <translation>还没有运行。请点击“训练”：每次训练连同其设置、指标和权重都保留在这里。</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>继续训练</translation>
    </message>
    <message>
        <source>Use weights</source>
        <translation>使用权重</translation>
    </message>
    <message>
        <source>Export…</source>
        <translation>导出…</translation>
    </message>
    <message>
        <source>Show curve</source>
        <translation>显示曲线</translation>
    </message>
    <message>
        <source>Delete…</source>
        <translation>删除…</translation>
    </message>
    <message>
        <source>Train on from the last checkpoint of this run</source>
        <translation>从这次运行的最后一个检查点继续训练</translation>
    </message>
    <message>
        <source>Have the network begin with the best weights of this run</source>
        <translation>让网络从这次运行的最佳权重开始</translation>
    </message>
    <message>
        <source>Export the network with the best weights of this run</source>
        <translation>用这次运行的最佳权重导出网络</translation>
    </message>
    <message>
        <source>Draw loss and metrics of this run in Charts</source>
        <translation>在“图表”中绘制这次运行的损失和指标</translation>
    </message>
    <message>
        <source>Remove the record and the weights of the selected runs</source>
        <translation>删除所选运行的记录和权重</translation>
    </message>
    <message>
        <source>The project now</source>
        <translation>项目现状</translation>
    </message>
    <message>
        <source>What differs</source>
        <translation>不同之处</translation>
    </message>
    <message>
        <source>Nothing: the project still is what this run trained.</source>
        <translation>没有：项目仍与这次运行所训练的相同。</translation>
    </message>
    <message>
        <source>Nothing: both runs trained the same, with the same settings.</source>
        <translation>没有：两次运行以相同的设置训练了相同的网络。</translation>
    </message>
    <message>
        <source>wired</source>
        <translation>已连线</translation>
    </message>
    <message numerus="yes">
        <source>%n more line(s)</source>
        <translation>
            <numerusform>还有 %n 行</numerusform>
        </translation>
    </message>
    <message>
        <source>Code: − this run, + what it is compared with</source>
        <translation>代码：− 这次运行，+ 与之比较的一方</translation>
    </message>
    <message>
        <source>best epoch ({epoch})</source>
        <translation>最佳一轮（第 {epoch} 轮）</translation>
    </message>
    <message>
        <source>last epoch ({epoch})</source>
        <translation>最后一轮（第 {epoch} 轮）</translation>
    </message>
    <message>
        <source>test rows, best weights</source>
        <translation>测试数据，最佳权重</translation>
    </message>
    <message>
        <source>Measured</source>
        <translation>测得的值</translation>
    </message>
    <message>
        <source>started</source>
        <translation>开始时间</translation>
    </message>
    <message>
        <source>steps</source>
        <translation>步数</translation>
    </message>
    <message>
        <source>{step}, {each} an epoch</source>
        <translation>{step}，每轮 {each}</translation>
    </message>
    <message>
        <source>Settings and versions</source>
        <translation>设置与版本</translation>
    </message>
    <message>
        <source>Plot</source>
        <translation>图</translation>
    </message>
    <message>
        <source>Enlarge…</source>
        <translation>放大…</translation>
    </message>
    <message>
        <source>Copy numbers</source>
        <translation>复制数值</translation>
    </message>
    <message>
        <source>Save picture or numbers…</source>
        <translation>保存图片或数值…</translation>
    </message>
    <message>
        <source>Save picture or numbers</source>
        <translation>保存图片或数值</translation>
    </message>
    <message>
        <source>Save table</source>
        <translation>保存表格</translation>
    </message>
    <message>
        <source>Save as CSV…</source>
        <translation>保存为 CSV…</translation>
    </message>
    <message>
        <source>working for {time}</source>
        <translation>已用时 {time}</translation>
    </message>
    <message>
        <source>Give up what a panel has asked for</source>
        <translation>放弃面板所请求的工作</translation>
    </message>
    <message>
        <source>Working on what a panel has asked for</source>
        <translation>正在处理面板所请求的工作</translation>
    </message>
    <message>
        <source>Select a block: other nodes have nothing inside.</source>
        <translation>请选择一个块：其他节点里面没有东西。</translation>
    </message>
    <message>
        <source>Nothing is selected: click on a node, or draw a box around several.</source>
        <translation>没有选中任何东西：请点击一个节点，或框选几个节点。</translation>
    </message>
    <message>
        <source>What is moved snaps to the grid and to others.</source>
        <translation>移动时会对齐到网格和其他节点。</translation>
    </message>
    <message>
        <source>What is moved stays where you put it.</source>
        <translation>移动后停在您放下的位置。</translation>
    </message>
    <message>
        <source>Vector {number}: {x}, {y}</source>
        <translation>向量 {number}：{x}，{y}</translation>
    </message>
    <message>
        <source>Circles and dots are as small as they get: select other nodes to collapse them.</source>
        <translation>圆形节点和连线上的点不能再小了：要折叠，请选择其他节点。</translation>
    </message>
    <message>
        <source>These nodes use all their ports.</source>
        <translation>这些节点的端口都已使用。</translation>
    </message>
    <message>
        <source>Move it with the pointer or the arrows: Enter or a click puts it down, Esc back, X and Y hold a line.</source>
        <translation>用指针或方向键移动：回车或单击放下，Esc 放回原处，X 和 Y 只沿一个方向移动。</translation>
    </message>
    <message>
        <source>Add a group</source>
        <translation>添加一组</translation>
    </message>
    <message>
        <source>A learning rate or another argument of its own for a layer or a block</source>
        <translation>给某个层或块单独的学习率或其他参数</translation>
    </message>
    <message>
        <source>There is no layer with parameters yet</source>
        <translation>还没有带参数的层</translation>
    </message>
</context>
<context>
    <name>ArgumentDoc</name>
    <message>
        <source>Sizes of what comes in, without the batch; not needed inside a block.</source>
        <translation>输入的各维大小，不含批次维；在块内可以不填。</translation>
    </message>
    <message>
        <source>Type of its numbers.</source>
        <translation>数值的类型。</translation>
    </message>
    <message>
        <source>Whether a batch dimension comes before the shape.</source>
        <translation>形状之前是否有批次维。</translation>
    </message>
    <message>
        <source>Rows in each step of training.</source>
        <translation>每个训练步的样本数。</translation>
    </message>
    <message>
        <source>Whether the training rows come in a new order every epoch.</source>
        <translation>每轮是否重新打乱训练样本的顺序。</translation>
    </message>
    <message>
        <source>Whether a last, smaller batch is left out.</source>
        <translation>是否舍弃最后一个不完整的批次。</translation>
    </message>
    <message>
        <source>Share of rows to validate on.</source>
        <translation>用于验证的样本比例。</translation>
    </message>
    <message>
        <source>Share of rows kept for the final test.</source>
        <translation>留作最终测试的样本比例。</translation>
    </message>
    <message>
        <source>Another seed, another split.</source>
        <translation>换一个随机种子，划分就会不同。</translation>
    </message>
    <message>
        <source>Whether each column gets mean 0 and deviation 1.</source>
        <translation>是否把每一列标准化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>How many rows are made.</source>
        <translation>生成的样本数。</translation>
    </message>
    <message>
        <source>Deviation of the added noise.</source>
        <translation>所加噪声的标准差。</translation>
    </message>
    <message>
        <source>Another seed gives other rows.</source>
        <translation>换一个随机种子，样本就会不同。</translation>
    </message>
    <message>
        <source>Steps of each sequence.</source>
        <translation>每个序列的步数。</translation>
    </message>
    <message>
        <source>The file, as seen from the project&apos;s folder.</source>
        <translation>文件路径，相对于项目所在的文件夹。</translation>
    </message>
    <message>
        <source>The column to predict; empty for the last one.</source>
        <translation>要预测的列；留空表示最后一列。</translation>
    </message>
    <message>
        <source>The columns to predict from; none for all the others.</source>
        <translation>用来预测的列；不填表示其余所有列。</translation>
    </message>
    <message>
        <source>Whether the target is a class or a number; auto reads it off the column.</source>
        <translation>目标是类别还是数值；auto 表示根据该列自动判断。</translation>
    </message>
    <message>
        <source>What stands between the columns; empty to find out.</source>
        <translation>列之间的分隔符；留空表示自动判断。</translation>
    </message>
    <message>
        <source>The .npy or .npz file, as seen from the project&apos;s folder.</source>
        <translation>.npy 或 .npz 文件，相对于项目所在的文件夹。</translation>
    </message>
    <message>
        <source>The array of a .npz file to predict from; empty for the first.</source>
        <translation>.npz 文件中用来预测的数组；留空表示第一个。</translation>
    </message>
    <message>
        <source>The file of the targets; empty for the same file.</source>
        <translation>目标所在的文件；留空表示同一个文件。</translation>
    </message>
    <message>
        <source>The array of a .npz file to predict; empty for the next.</source>
        <translation>.npz 文件中要预测的数组；留空表示下一个。</translation>
    </message>
    <message>
        <source>Whether the target is a class or a number; auto goes by its dtype.</source>
        <translation>目标是类别还是数值；auto 表示按 dtype 判断。</translation>
    </message>
    <message>
        <source>What the input becomes: numbers, or the indices an Embedding takes.</source>
        <translation>输入变成什么：数值，或 Embedding 接收的下标。</translation>
    </message>
    <message>
        <source>The folder with one sub-folder of images for each class.</source>
        <translation>每类一个图像子文件夹的文件夹。</translation>
    </message>
    <message>
        <source>Height × width all images are scaled to; none where they have one size.</source>
        <translation>所有图像缩放到的高 × 宽；尺寸都一样时可不填。</translation>
    </message>
    <message>
        <source>Three channels of colour, or one of grey.</source>
        <translation>彩色三通道，或灰度单通道。</translation>
    </message>
    <message>
        <source>Threads that decode images ahead of the first step; 0 for as many as the processor has.</source>
        <translation>在第一步之前解码图像的线程数；0 表示与处理器核数相同。</translation>
    </message>
    <message>
        <source>Characters in each window.</source>
        <translation>每个窗口的字符数。</translation>
    </message>
    <message>
        <source>Characters from one window&apos;s beginning to the next; none for the length, so that none overlap.</source>
        <translation>相邻窗口起点之间的字符数；不填表示等于窗口长度，互不重叠。</translation>
    </message>
    <message>
        <source>The character after the window, or that after every place in it.</source>
        <translation>窗口之后的字符，或窗口中每个位置之后的字符。</translation>
    </message>
    <message>
        <source>Whether capitals become small letters.</source>
        <translation>是否把大写变为小写。</translation>
    </message>
    <message>
        <source>Type of the numbers that come out.</source>
        <translation>输出的数的类型。</translation>
    </message>
    <message>
        <source>Where it lies.</source>
        <translation>它所在的设备。</translation>
    </message>
    <message>
        <source>Whether autograd keeps a gradient for it.</source>
        <translation>自动求导是否为它保留梯度。</translation>
    </message>
    <message>
        <source>Kept by the module: made once, instead of anew at each call.</source>
        <translation>由模块保存：只创建一次，而不是每次调用都重新创建。</translation>
    </message>
    <message>
        <source>Its shape.</source>
        <translation>它的形状。</translation>
    </message>
    <message>
        <source>What it holds everywhere.</source>
        <translation>处处填入的值。</translation>
    </message>
    <message>
        <source>For numbers that stay the same.</source>
        <translation>用于得到不变的随机数。</translation>
    </message>
    <message>
        <source>All values are below it.</source>
        <translation>所有的值都小于它。</translation>
    </message>
    <message>
        <source>Distance between two neighbours.</source>
        <translation>相邻两个数的距离。</translation>
    </message>
    <message>
        <source>How many values.</source>
        <translation>有多少个值。</translation>
    </message>
    <message>
        <source>Size of the last dimension that comes in.</source>
        <translation>输入最后一维的大小。</translation>
    </message>
    <message>
        <source>Size of the last dimension that goes out.</source>
        <translation>输出最后一维的大小。</translation>
    </message>
    <message>
        <source>Whether a learned constant is added.</source>
        <translation>是否加上可学习的偏置。</translation>
    </message>
    <message>
        <source>Channels that come in.</source>
        <translation>输入通道数。</translation>
    </message>
    <message>
        <source>Channels that go out: how many filters are learned.</source>
        <translation>输出通道数，即要学习的卷积核个数。</translation>
    </message>
    <message>
        <source>Size of the window.</source>
        <translation>窗口的大小。</translation>
    </message>
    <message>
        <source>How far the window moves at a time.</source>
        <translation>窗口每次移动的距离。</translation>
    </message>
    <message>
        <source>How much is added at each side.</source>
        <translation>每一侧填充的大小。</translation>
    </message>
    <message>
        <source>Distance between the points of the window.</source>
        <translation>窗口内各点之间的间距。</translation>
    </message>
    <message>
        <source>Groups of channels that do not mix.</source>
        <translation>互不混合的通道组数。</translation>
    </message>
    <message>
        <source>What the padding holds.</source>
        <translation>填充的内容。</translation>
    </message>
    <message>
        <source>Added to one side of the output&apos;s size.</source>
        <translation>在输出的一侧额外增加的大小。</translation>
    </message>
    <message>
        <source>Size that goes out.</source>
        <translation>输出的大小。</translation>
    </message>
    <message>
        <source>Whether the positions of the maxima come out too.</source>
        <translation>是否同时输出最大值的位置。</translation>
    </message>
    <message>
        <source>Whether sizes are rounded up instead of down.</source>
        <translation>大小是否向上取整，而不是向下取整。</translation>
    </message>
    <message>
        <source>Whether padding counts in the average.</source>
        <translation>求平均时是否计入填充部分。</translation>
    </message>
    <message>
        <source>Whether the input&apos;s memory is written over.</source>
        <translation>是否就地修改输入的内存。</translation>
    </message>
    <message>
        <source>Exact, or the faster tanh formula.</source>
        <translation>精确计算，或用更快的 tanh 近似公式。</translation>
    </message>
    <message>
        <source>The dimension it works along; negative ones count from the end.</source>
        <translation>沿哪个维度计算；负数表示从末尾数起。</translation>
    </message>
    <message>
        <source>A small number that keeps divisions finite.</source>
        <translation>防止除以零的小数值。</translation>
    </message>
    <message>
        <source>Weight of the new batch in the running statistics.</source>
        <translation>新批次在滑动统计量中的权重。</translation>
    </message>
    <message>
        <source>Whether a learned scale and shift follow.</source>
        <translation>之后是否再做可学习的缩放和平移。</translation>
    </message>
    <message>
        <source>Whether statistics are kept for use after training.</source>
        <translation>是否保留统计量，供训练后使用。</translation>
    </message>
    <message>
        <source>Sizes of the last dimensions, over which it normalises.</source>
        <translation>参与归一化的最后几维的大小。</translation>
    </message>
    <message>
        <source>Whether a learned scale follows.</source>
        <translation>之后是否再做可学习的缩放。</translation>
    </message>
    <message>
        <source>Groups the channels are split into.</source>
        <translation>通道分成的组数。</translation>
    </message>
    <message>
        <source>Share that becomes zero while training.</source>
        <translation>训练时置零的比例。</translation>
    </message>
    <message>
        <source>How much is added, at each side: left, right, top, bottom …</source>
        <translation>每一侧填充的大小：左、右、上、下 …</translation>
    </message>
    <message>
        <source>How many times larger each side becomes.</source>
        <translation>每条边放大的倍数。</translation>
    </message>
    <message>
        <source>How values in between are found.</source>
        <translation>插值的方式。</translation>
    </message>
    <message>
        <source>How many times smaller each side becomes.</source>
        <translation>每条边缩小的倍数。</translation>
    </message>
    <message>
        <source>Features at each step of the sequence.</source>
        <translation>序列每一步的特征数。</translation>
    </message>
    <message>
        <source>Features of the hidden state.</source>
        <translation>隐藏状态的特征数。</translation>
    </message>
    <message>
        <source>Layers stacked on each other.</source>
        <translation>堆叠的层数。</translation>
    </message>
    <message>
        <source>Whether the batch is the first dimension, before the sequence.</source>
        <translation>批次维是否为第一维，位于序列维之前。</translation>
    </message>
    <message>
        <source>Share of values zeroed while training.</source>
        <translation>训练时置零的值的比例。</translation>
    </message>
    <message>
        <source>Whether a second layer reads the sequence backwards.</source>
        <translation>是否另有一层反向读取序列。</translation>
    </message>
    <message>
        <source>Size the hidden state is projected to; 0 for none.</source>
        <translation>隐藏状态投影后的大小；0 表示不投影。</translation>
    </message>
    <message>
        <source>The activation of the hidden state.</source>
        <translation>隐藏状态的激活函数。</translation>
    </message>
    <message>
        <source>Features of each element of the sequence.</source>
        <translation>序列中每个元素的特征数。</translation>
    </message>
    <message>
        <source>Attention heads; they share the features evenly.</source>
        <translation>注意力头的个数；特征平均分给各头。</translation>
    </message>
    <message>
        <source>Whether the attention weights come out too; without them it is faster.</source>
        <translation>是否同时输出注意力权重；不输出时更快。</translation>
    </message>
    <message>
        <source>Whether each element sees only those before it.</source>
        <translation>每个元素是否只能看到它之前的元素。</translation>
    </message>
    <message>
        <source>Features inside the feed-forward part.</source>
        <translation>前馈部分的特征数。</translation>
    </message>
    <message>
        <source>The activation between the two linear layers.</source>
        <translation>两个线性层之间的激活函数。</translation>
    </message>
    <message>
        <source>Whether normalisation comes before each part instead of after it.</source>
        <translation>归一化是否放在各部分之前，而不是之后。</translation>
    </message>
    <message>
        <source>Whether padding is skipped when not training.</source>
        <translation>不训练时是否跳过填充。</translation>
    </message>
    <message>
        <source>How many different indices there are.</source>
        <translation>不同索引的个数。</translation>
    </message>
    <message>
        <source>Features of each vector.</source>
        <translation>每个向量的特征数。</translation>
    </message>
    <message>
        <source>How many pieces.</source>
        <translation>切分的块数。</translation>
    </message>
    <message>
        <source>The size of each section.</source>
        <translation>每段的大小。</translation>
    </message>
    <message>
        <source>How many outputs there are, one a piece; 0 for one that holds them all.</source>
        <translation>有多少个输出，每段一个；0 表示一个输出装下全部。</translation>
    </message>
    <message>
        <source>How many sections, or where to cut.</source>
        <translation>分成几段，或在哪里切开。</translation>
    </message>
    <message>
        <source>What stands between the brackets: 0, :, 1:3, ..., None; each name becomes a port.</source>
        <translation>方括号之间的内容：0, :, 1:3, ..., None；每个名字成为一个端口。</translation>
    </message>
    <message>
        <source>How it is rounded.</source>
        <translation>如何取整。</translation>
    </message>
    <message>
        <source>Whether the dimension stays, with size 1.</source>
        <translation>是否保留该维度，大小为 1。</translation>
    </message>
    <message>
        <source>What is written there, where nothing is wired: a number, or several.</source>
        <translation>未接线时写入的内容：一个数或多个数。</translation>
    </message>
    <message>
        <source>Several values are a list, [2, 3], and no tuple.</source>
        <translation>多个值组成列表 [2, 3]，而不是元组。</translation>
    </message>
    <message>
        <source>Its number, from 0 on.</source>
        <translation>它的编号，从 0 开始。</translation>
    </message>
    <message>
        <source>Processes that read the items, as those of torch&apos;s DataLoader do; 0 for none besides the one that trains.</source>
        <translation>读取数据项的进程数，与 torch 的 DataLoader 相同；0 表示只用训练所在的进程。</translation>
    </message>
    <message>
        <source>Whether weights decay apart from the gradient, as in AdamW.</source>
        <translation>权重衰减是否与梯度分开，如 AdamW 那样。</translation>
    </message>
    <message>
        <source>How slowly the running average of squared gradients forgets.</source>
        <translation>梯度平方的滑动平均遗忘的快慢。</translation>
    </message>
    <message>
        <source>How slowly the running average forgets.</source>
        <translation>滑动平均遗忘的快慢。</translation>
    </message>
    <message>
        <source>The exponent by which the running average comes to forget more slowly.</source>
        <translation>滑动平均遗忘逐渐变慢所用的指数。</translation>
    </message>
    <message>
        <source>Two small numbers: one for squared gradients, one for the least size weights are taken to have.</source>
        <translation>两个小数值：一个用于梯度平方，一个作为权重大小的下限。</translation>
    </message>
    <message>
        <source>The root mean square beyond which a step is shortened.</source>
        <translation>更新步的均方根超过此值时将被缩短。</translation>
    </message>
    <message>
        <source>How fast the learning rate falls: it is divided by 1 + (step - 1) · lr_decay.</source>
        <translation>学习率下降的快慢：除以 1 + (step - 1)×lr_decay。</translation>
    </message>
    <message>
        <source>What the sum of squared gradients begins with.</source>
        <translation>梯度平方和的初始值。</translation>
    </message>
    <message>
        <source>How fast steps and weights decay.</source>
        <translation>步长和权重衰减的快慢。</translation>
    </message>
    <message>
        <source>The exponent by which the learning rate falls.</source>
        <translation>学习率下降所用的指数。</translation>
    </message>
    <message>
        <source>The step from which on weights are averaged.</source>
        <translation>从第几步起对权重取平均。</translation>
    </message>
    <message>
        <source>The most iterations in one step.</source>
        <translation>每一步最多的迭代次数。</translation>
    </message>
    <message>
        <source>How often at most the model is called in one step; none for 5/4 of max_iter.</source>
        <translation>每一步最多调用模型的次数；不填则为 max_iter 的 5/4。</translation>
    </message>
    <message>
        <source>A step ends when no gradient is larger than this.</source>
        <translation>所有梯度都不大于此值时，这一步结束。</translation>
    </message>
    <message>
        <source>A step ends when loss or weights change by less than this.</source>
        <translation>损失或权重的变化小于此值时，这一步结束。</translation>
    </message>
    <message>
        <source>How many former gradients the curvature is worked out from.</source>
        <translation>用以往多少个梯度来推算曲率。</translation>
    </message>
    <message>
        <source>Whether the length of each step is searched for; none takes the learning rate.</source>
        <translation>是否搜索每一步的长度；不填则直接用学习率。</translation>
    </message>
    <message>
        <source>The coefficients of the iteration that makes a step orthogonal.</source>
        <translation>使更新步正交化的迭代所用的系数。</translation>
    </message>
    <message>
        <source>Iterations that make a step orthogonal; more are more exact.</source>
        <translation>使更新步正交化的迭代次数；越多越精确。</translation>
    </message>
    <message>
        <source>How the learning rate goes by the shape of a matrix; match_rms_adamw takes rates tuned for AdamW.</source>
        <translation>学习率如何随矩阵的形状调整；match_rms_adamw 可沿用为 AdamW 调好的学习率。</translation>
    </message>
    <message>
        <source>How the momentum grows from step to step.</source>
        <translation>动量逐步增大的快慢。</translation>
    </message>
    <message>
        <source>What a step size is multiplied by: where the sign turned, where it stayed.</source>
        <translation>步长的倍数：符号改变时，以及符号不变时。</translation>
    </message>
    <message>
        <source>The least and the greatest step size.</source>
        <translation>最小和最大的步长。</translation>
    </message>
    <message>
        <source>Epochs between two steps down.</source>
        <translation>两次下降之间的轮数。</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by.</source>
        <translation>学习率乘以的系数。</translation>
    </message>
    <message>
        <source>The epochs at which something changes.</source>
        <translation>发生变化的轮次。</translation>
    </message>
    <message>
        <source>Epochs down to the least learning rate.</source>
        <translation>降到最小学习率的轮数。</translation>
    </message>
    <message>
        <source>The least learning rate.</source>
        <translation>最小学习率。</translation>
    </message>
    <message>
        <source>Epochs until the first restart.</source>
        <translation>到第一次重新开始的轮数。</translation>
    </message>
    <message>
        <source>How many times longer each restart takes than the last.</source>
        <translation>每次重新开始比上一次长几倍。</translation>
    </message>
    <message>
        <source>The greatest learning rate.</source>
        <translation>最大学习率。</translation>
    </message>
    <message>
        <source>Steps in all; none where epochs and steps_per_epoch say it.</source>
        <translation>总步数；由 epochs 和 steps_per_epoch 给出时为空。</translation>
    </message>
    <message>
        <source>Epochs in all.</source>
        <translation>总轮数。</translation>
    </message>
    <message>
        <source>Steps in each epoch.</source>
        <translation>每轮的步数。</translation>
    </message>
    <message>
        <source>The share of all steps that goes up.</source>
        <translation>上升所占的步数份额。</translation>
    </message>
    <message>
        <source>Whether the way up and down is a cosine or a straight line.</source>
        <translation>上升和下降沿余弦曲线还是直线。</translation>
    </message>
    <message>
        <source>Whether momentum goes down as the learning rate goes up.</source>
        <translation>学习率上升时动量是否下降。</translation>
    </message>
    <message>
        <source>The least momentum.</source>
        <translation>最小动量。</translation>
    </message>
    <message>
        <source>The greatest momentum.</source>
        <translation>最大动量。</translation>
    </message>
    <message>
        <source>How many times smaller the first learning rate is than the greatest.</source>
        <translation>初始学习率比最大学习率小几倍。</translation>
    </message>
    <message>
        <source>How many times smaller the last learning rate is than the first.</source>
        <translation>最终学习率比初始学习率小几倍。</translation>
    </message>
    <message>
        <source>Whether the last part goes from the first learning rate down to the last.</source>
        <translation>最后一段是否从初始学习率降到最终学习率。</translation>
    </message>
    <message>
        <source>Steps from the least to the greatest.</source>
        <translation>从最小到最大的步数。</translation>
    </message>
    <message>
        <source>Steps back down; none for as many as up.</source>
        <translation>降回来的步数；空表示与上升一样。</translation>
    </message>
    <message>
        <source>Whether each cycle is as high as the last, half as high, or shrinks by gamma.</source>
        <translation>每个周期与上一个同高、减半，还是按 gamma 缩小。</translation>
    </message>
    <message>
        <source>Whether gamma counts cycles or steps.</source>
        <translation>gamma 按周期还是按步计算。</translation>
    </message>
    <message>
        <source>Whether smaller is better (min) or larger (max).</source>
        <translation>越小越好（min）还是越大越好（max）。</translation>
    </message>
    <message>
        <source>Epochs without improvement that are borne.</source>
        <translation>容许没有改善的轮数。</translation>
    </message>
    <message>
        <source>How much better counts as better.</source>
        <translation>好多少才算改善。</translation>
    </message>
    <message>
        <source>Whether threshold is a share of the best value or a difference.</source>
        <translation>threshold 是相对最佳值的比例，还是差值。</translation>
    </message>
    <message>
        <source>Epochs of rest after each step down.</source>
        <translation>每次下降之后休息的轮数。</translation>
    </message>
    <message>
        <source>Smaller changes of the learning rate are not made.</source>
        <translation>比这更小的学习率变化不做。</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by at first.</source>
        <translation>开始时学习率乘以的系数。</translation>
    </message>
    <message>
        <source>What the learning rate is multiplied by in the end.</source>
        <translation>结束时学习率乘以的系数。</translation>
    </message>
    <message>
        <source>Epochs until it is over.</source>
        <translation>到结束为止的轮数。</translation>
    </message>
    <message>
        <source>The exponent of the curve; 1 for a straight line.</source>
        <translation>曲线的指数；1 为直线。</translation>
    </message>
    <message>
        <source>Arithmetic in epoch, counted from 0: + - * / ** %, min, max, exp, cos, sqrt, a if epoch &lt; 5 else b.</source>
        <translation>用 epoch(从 0 数起)写的算式：+ - * / ** %、min、max、exp、cos、sqrt、a if epoch &lt; 5 else b。</translation>
    </message>
    <message>
        <source>What all values are multiplied by: 5/3 before tanh, √2 before ReLU.</source>
        <translation>所有值乘以它：tanh 之前用 5/3，ReLU 之前用 √2。</translation>
    </message>
    <message>
        <source>The slope for negative values, before LeakyReLU.</source>
        <translation>LeakyReLU 之前，负值的斜率。</translation>
    </message>
    <message>
        <source>Whether values keep their size forwards (fan_in) or gradients do backwards (fan_out).</source>
        <translation>保持前向的值的大小（fan_in），还是反向的梯度的大小（fan_out）。</translation>
    </message>
    <message>
        <source>The activation that follows.</source>
        <translation>其后的激活函数。</translation>
    </message>
    <message>
        <source>The mean.</source>
        <translation>均值。</translation>
    </message>
    <message>
        <source>The standard deviation.</source>
        <translation>标准差。</translation>
    </message>
    <message>
        <source>The least value.</source>
        <translation>最小值。</translation>
    </message>
    <message>
        <source>The greatest value.</source>
        <translation>最大值。</translation>
    </message>
    <message>
        <source>The value.</source>
        <translation>值。</translation>
    </message>
    <message>
        <source>The share of zeros in each column.</source>
        <translation>每列中零的份额。</translation>
    </message>
    <message>
        <source>The exponent of the norm.</source>
        <translation>范数的指数。</translation>
    </message>
    <message>
        <source>The numbers: 2, [1, 2], [[1, 2], [3, 4]].</source>
        <translation>其中的数：2、[1, 2]、[[1, 2], [3, 4]]。</translation>
    </message>
    <message>
        <source>How many.</source>
        <translation>多少个。</translation>
    </message>
    <message>
        <source>Which one, counted from 1.</source>
        <translation>第几个，从 1 数起。</translation>
    </message>
    <message>
        <source>Whether the distance is computed by a matrix product: faster, less exact.</source>
        <translation>是否用矩阵乘法计算距离：较快，但不够精确。</translation>
    </message>
    <message>
        <source>The exponent of the norm; “fro” and “nuc” too.</source>
        <translation>范数的指数；也可以是“fro”和“nuc”。</translation>
    </message>
    <message>
        <source>The norm: “fro”, “nuc” or a number.</source>
        <translation>范数：“fro”、“nuc”或一个数。</translation>
    </message>
    <message>
        <source>Whether what was recorded is kept, so that backward can run through it again.</source>
        <translation>是否保留记录，使 backward 可以再走一遍。</translation>
    </message>
    <message>
        <source>Whether the computing of the gradients is itself recorded, for gradients of gradients.</source>
        <translation>是否记录梯度的计算本身，用于梯度的梯度。</translation>
    </message>
    <message>
        <source>A number, a text in quotes, or several of them: 3, 0.5, (2, 3).</source>
        <translation>一个数、引号中的文字，或若干个：3, 0.5, (2, 3)。</translation>
    </message>
    <message>
        <source>How much each class counts; none for all alike.</source>
        <translation>每个类别占多少分量；空表示都一样。</translation>
    </message>
    <message>
        <source>Targets of this class are left out.</source>
        <translation>目标为该类别的样本不计入损失。</translation>
    </message>
    <message>
        <source>How the losses of the batch become one number.</source>
        <translation>如何把批次中的各个损失合成一个数。</translation>
    </message>
    <message>
        <source>Share of certainty spread over the other classes.</source>
        <translation>分摊给其他类别的置信度比例。</translation>
    </message>
    <message>
        <source>How much a yes counts, for each answer.</source>
        <translation>对每个答案，“是”占多少分量。</translation>
    </message>
    <message>
        <source>Sizes of what each class predicts.</source>
        <translation>每个类别所预测的大小。</translation>
    </message>
    <message>
        <source>Distance beyond which there is no loss.</source>
        <translation>超过此距离便没有损失。</translation>
    </message>
    <message>
        <source>How large a step is.</source>
        <translation>每次更新的步长。</translation>
    </message>
    <message>
        <source>How slowly the two running averages forget.</source>
        <translation>两个滑动平均的衰减系数。</translation>
    </message>
    <message>
        <source>Pulls weights towards zero.</source>
        <translation>把权重拉向零的强度。</translation>
    </message>
    <message>
        <source>Whether the largest running average so far is used.</source>
        <translation>是否使用至今最大的滑动平均。</translation>
    </message>
    <message>
        <source>Whether the loss is made large instead of small.</source>
        <translation>是否把损失最大化，而不是最小化。</translation>
    </message>
    <message>
        <source>Whether one kernel updates all weights; GuiNet says yes where torch can, for it is faster.</source>
        <translation>是否用一个内核更新所有权重；torch 支持时 GuiNet 默认开启，因为更快。</translation>
    </message>
    <message>
        <source>Share of the last step that is kept.</source>
        <translation>上一步更新保留的比例。</translation>
    </message>
    <message>
        <source>Damps the gradient&apos;s part in the momentum.</source>
        <translation>抑制动量中梯度的份额。</translation>
    </message>
    <message>
        <source>Whether the gradient is taken after the momentum&apos;s step.</source>
        <translation>是否在动量更新之后再求梯度。</translation>
    </message>
    <message>
        <source>Whether the gradient is divided by its deviation.</source>
        <translation>是否用梯度的标准差来归一化。</translation>
    </message>
    <message>
        <source>Which values: what stands between the brackets.</source>
        <translation>哪些值：方括号之间的内容。</translation>
    </message>
    <message>
        <source>The number, or a list of numbers.</source>
        <translation>一个数，或一列数。</translation>
    </message>
    <message>
        <source>How many rounds; a number may come from a wire.</source>
        <translation>重复多少次；次数也可以由连线送来。</translation>
    </message>
</context>
<context>
    <name>Category</name>
    <message>
        <source>Inputs and outputs</source>
        <translation>输入与输出</translation>
    </message>
    <message>
        <source>Data</source>
        <translation>数据</translation>
    </message>
    <message>
        <source>New tensors</source>
        <translation>新建张量</translation>
    </message>
    <message>
        <source>Linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>Convolution</source>
        <translation>卷积</translation>
    </message>
    <message>
        <source>Pooling</source>
        <translation>池化</translation>
    </message>
    <message>
        <source>Activation</source>
        <translation>激活函数</translation>
    </message>
    <message>
        <source>Normalisation</source>
        <translation>归一化</translation>
    </message>
    <message>
        <source>Dropout</source>
        <translation>随机失活</translation>
    </message>
    <message>
        <source>Padding and resizing</source>
        <translation>填充与缩放</translation>
    </message>
    <message>
        <source>Recurrent</source>
        <translation>循环网络</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Embedding</source>
        <translation>嵌入</translation>
    </message>
    <message>
        <source>Shape and joining</source>
        <translation>形状与拼接</translation>
    </message>
    <message>
        <source>Indexing</source>
        <translation>索引</translation>
    </message>
    <message>
        <source>Layers as functions</source>
        <translation>函数形式的层</translation>
    </message>
    <message>
        <source>All else in torch</source>
        <translation>torch 的其他操作</translation>
    </message>
    <message>
        <source>Arithmetic</source>
        <translation>算术运算</translation>
    </message>
    <message>
        <source>Comparison and logic</source>
        <translation>比较与逻辑</translation>
    </message>
    <message>
        <source>Reductions</source>
        <translation>归约</translation>
    </message>
    <message>
        <source>Linear algebra</source>
        <translation>线性代数</translation>
    </message>
    <message>
        <source>In place</source>
        <translation>原地操作</translation>
    </message>
    <message>
        <source>Type, device and gradient</source>
        <translation>类型、设备与梯度</translation>
    </message>
    <message>
        <source>Numbers and sizes</source>
        <translation>数与大小</translation>
    </message>
    <message>
        <source>Losses</source>
        <translation>损失函数</translation>
    </message>
</context>
<context>
    <name>Fix</name>
    <message>
        <source>Remove the wire</source>
        <translation>删除连线</translation>
    </message>
    <message>
        <source>Set {argument} to {value}</source>
        <translation>将 {argument} 设为 {value}</translation>
    </message>
    <message>
        <source>Let {argument} follow the input</source>
        <translation>让 {argument} 跟随输入</translation>
    </message>
    <message>
        <source>Give {node} a batch dimension</source>
        <translation>给 {node} 加上批次维</translation>
    </message>
    <message>
        <source>Set {argument} of {node} to {value}</source>
        <translation>将 {node} 的 {argument} 设为 {value}</translation>
    </message>
    <message>
        <source>Use {kind}</source>
        <translation>改用 {kind}</translation>
    </message>
    <message>
        <source>Make {node} float32</source>
        <translation>将 {node} 改为 float32</translation>
    </message>
    <message>
        <source>Rename it {name}</source>
        <translation>重命名为 {name}</translation>
    </message>
    <message>
        <source>Call it {argument}</source>
        <translation>改名为 {argument}</translation>
    </message>
    <message>
        <source>Remove {argument}</source>
        <translation>去掉 {argument}</translation>
    </message>
    <message>
        <source>Set {argument} back to {value}</source>
        <translation>将 {argument} 恢复为 {value}</translation>
    </message>
    <message>
        <source>Remove {node}</source>
        <translation>删除 {node}</translation>
    </message>
    <message>
        <source>Insert Flatten before {node}</source>
        <translation>在 {node} 前插入 Flatten</translation>
    </message>
    <message>
        <source>Insert squeeze before {port}</source>
        <translation>在 {port} 前插入 squeeze</translation>
    </message>
    <message>
        <source>Insert unsqueeze: one channel</source>
        <translation>插入 unsqueeze：单通道</translation>
    </message>
    <message>
        <source>Insert unsqueeze: a batch of one</source>
        <translation>插入 unsqueeze：一个样本的批次</translation>
    </message>
    <message>
        <source>Insert Unflatten: images of {side}×{side}</source>
        <translation>插入 Unflatten：{side}×{side} 的图像</translation>
    </message>
    <message>
        <source>Insert float before {port}</source>
        <translation>在 {port} 前插入 float</translation>
    </message>
    <message>
        <source>Insert long before {port}</source>
        <translation>在 {port} 前插入 long</translation>
    </message>
    <message>
        <source>{reader} reads before {node} writes</source>
        <translation>{reader} 在 {node} 写入之前读取</translation>
    </message>
    <message>
        <source>{reader} reads what {node} wrote</source>
        <translation>{reader} 读取 {node} 写入的结果</translation>
    </message>
    <message>
        <source>Let {node} make a new tensor</source>
        <translation>让 {node} 新建张量</translation>
    </message>
    <message>
        <source>Look at the code</source>
        <translation>查看代码</translation>
    </message>
    <message>
        <source>Insert contiguous before {port}</source>
        <translation>在 {port} 前插入 contiguous</translation>
    </message>
    <message>
        <source>Make it float32</source>
        <translation>改为 float32</translation>
    </message>
    <message>
        <source>Insert unsqueeze before {port}</source>
        <translation>在 {port} 前插入 unsqueeze</translation>
    </message>
    <message>
        <source>Insert sum before {port}</source>
        <translation>在 {port} 前插入 sum</translation>
    </message>
    <message>
        <source>Wire a gradient of ones</source>
        <translation>接上全为一的梯度</translation>
    </message>
    <message>
        <source>Set retain_graph of {node}</source>
        <translation>打开 {node} 的 retain_graph</translation>
    </message>
    <message>
        <source>Insert Sigmoid before {port}</source>
        <translation>在 {port} 之前插入 Sigmoid</translation>
    </message>
    <message>
        <source>Use ReLU between layers</source>
        <translation>在层之间改用 ReLU</translation>
    </message>
    <message>
        <source>Insert clamp before {node}</source>
        <translation>在 {node} 之前插入 clamp</translation>
    </message>
    <message>
        <source>Take {node} out of the frame</source>
        <translation>把 {node} 移出框</translation>
    </message>
    <message>
        <source>Set requires_grad of {node}</source>
        <translation>打开 {node} 的 requires_grad</translation>
    </message>
    <message>
        <source>Insert clone before {port}</source>
        <translation>在 {port} 前插入 clone</translation>
    </message>
    <message>
        <source>Mute {name} too</source>
        <translation>也停用 {name}</translation>
    </message>
    <message>
        <source>Bypass {name}</source>
        <translation>旁路 {name}</translation>
    </message>
    <message>
        <source>Let {name} run</source>
        <translation>让 {name} 运行</translation>
    </message>
    <message>
        <source>Set clip_norm to 1</source>
        <translation>把 clip_norm 设为 1</translation>
    </message>
    <message>
        <source>Leave the last batch out</source>
        <translation>去掉最后一个批次</translation>
    </message>
    <message>
        <source>Train them too</source>
        <translation>也训练它们</translation>
    </message>
    <message>
        <source>Insert Dropout before {node}</source>
        <translation>在 {node} 之前插入 Dropout</translation>
    </message>
    <message>
        <source>Standardise {node}</source>
        <translation>把 {node} 标准化</translation>
    </message>
    <message>
        <source>Insert {kind} behind {node}</source>
        <translation>在 {node} 之后插入 {kind}</translation>
    </message>
    <message>
        <source>Weight the classes in {node}</source>
        <translation>在 {node} 中给类别加权</translation>
    </message>
    <message>
        <source>Allow {rounds} rounds</source>
        <translation>允许 {rounds} 轮</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>state_dict, PyTorch (.pt)</source>
        <translation>state_dict，PyTorch 格式 (.pt)</translation>
    </message>
    <message>
        <source>state_dict, safetensors (.safetensors)</source>
        <translation>state_dict，safetensors 格式 (.safetensors)</translation>
    </message>
    <message>
        <source>Whole model, PyTorch (.pt)</source>
        <translation>完整模型，PyTorch 格式 (.pt)</translation>
    </message>
    <message>
        <source>torch.export program (.pt2)</source>
        <translation>torch.export 程序 (.pt2)</translation>
    </message>
    <message>
        <source>ONNX (.onnx)</source>
        <translation>ONNX (.onnx)</translation>
    </message>
    <message>
        <source>Python source of the model (.py)</source>
        <translation>模型的 Python 源代码 (.py)</translation>
    </message>
    <message>
        <source>Python training script (.py)</source>
        <translation>Python 训练脚本 (.py)</translation>
    </message>
    <message>
        <source>Picture of the canvas, SVG (.svg)</source>
        <translation>画布图片，SVG 格式 (.svg)</translation>
    </message>
    <message>
        <source>Picture of the canvas, PDF (.pdf)</source>
        <translation>画布图片，PDF 格式 (.pdf)</translation>
    </message>
    <message>
        <source>Picture of the canvas, PNG (.png)</source>
        <translation>画布图片，PNG 格式 (.png)</translation>
    </message>
</context>
<context>
    <name>NodeDoc</name>
    <message>
        <source>An argument of forward, named as the node is.</source>
        <translation>forward 的一个参数，与节点同名。</translation>
    </message>
    <message>
        <source>A result of forward, named as the node is.</source>
        <translation>forward 的一个返回值，与节点同名。</translation>
    </message>
    <message>
        <source>1,797 handwritten digits, 8×8 grey pixels, ten classes.</source>
        <translation>1797 张手写数字图像，8×8 灰度像素，十个类别。</translation>
    </message>
    <message>
        <source>Photographs of clothes, 28×28 grey pixels, ten classes.</source>
        <translation>服饰照片，28×28 灰度像素，十个类别。</translation>
    </message>
    <message>
        <source>150 flowers, four measurements, three species.</source>
        <translation>150 朵鸢尾花，四项测量值，三个品种。</translation>
    </message>
    <message>
        <source>178 wines, 13 measurements, three growers.</source>
        <translation>178 种葡萄酒，13 项测量值，三个产地。</translation>
    </message>
    <message>
        <source>569 biopsies, 30 measurements, malignant or benign.</source>
        <translation>569 份活检样本，30 项测量值，恶性或良性。</translation>
    </message>
    <message>
        <source>442 patients, ten measurements, the disease&apos;s progress as a number.</source>
        <translation>442 名患者，十项测量值，目标是表示病情进展的数值。</translation>
    </message>
    <message>
        <source>Points on two half moons that interlock.</source>
        <translation>两个交错的月牙形上的点。</translation>
    </message>
    <message>
        <source>Points on two rings, one inside the other.</source>
        <translation>一内一外两个圆环上的点。</translation>
    </message>
    <message>
        <source>Points on two spirals.</source>
        <translation>两条螺旋线上的点。</translation>
    </message>
    <message>
        <source>Points in four corners; opposite ones share a class.</source>
        <translation>四个角上的点；对角属于同一类别。</translation>
    </message>
    <message>
        <source>Stretches of sine waves, and the value that comes next.</source>
        <translation>一段正弦波，以及紧接着的下一个值。</translation>
    </message>
    <message>
        <source>A table from a text file: choose the columns to predict from and the one to predict.</source>
        <translation>来自文本文件的表格：选择用来预测的列和要预测的列。</translation>
    </message>
    <message>
        <source>A table from a Parquet file: choose the columns to predict from and the one to predict.</source>
        <translation>来自 Parquet 文件的表格：选择用来预测的列和要预测的列。</translation>
    </message>
    <message>
        <source>Two arrays from .npy or .npz files: what to predict from, and what to predict.</source>
        <translation>来自 .npy 或 .npz 文件的两个数组：用来预测的和要预测的。</translation>
    </message>
    <message>
        <source>Images from a folder with one sub-folder for each class.</source>
        <translation>来自文件夹的图像，每类一个子文件夹。</translation>
    </message>
    <message>
        <source>Windows of a text&apos;s characters, and the character that comes next.</source>
        <translation>文本的字符窗口，以及紧接着的下一个字符。</translation>
    </message>
    <message>
        <source>A tensor of the numbers written here: lists in lists become dimensions.</source>
        <translation>由这里写下的数组成的张量：嵌套的列表成为维度。</translation>
    </message>
    <message>
        <source>All zeros.</source>
        <translation>全是零。</translation>
    </message>
    <message>
        <source>All ones.</source>
        <translation>全是一。</translation>
    </message>
    <message>
        <source>Memory as it was found: any values at all.</source>
        <translation>内存里原有的内容：可以是任何值。</translation>
    </message>
    <message>
        <source>One number everywhere.</source>
        <translation>处处是同一个数。</translation>
    </message>
    <message>
        <source>Random numbers, evenly between 0 and 1.</source>
        <translation>0 到 1 之间均匀分布的随机数。</translation>
    </message>
    <message>
        <source>Random numbers from the normal distribution.</source>
        <translation>正态分布的随机数。</translation>
    </message>
    <message>
        <source>Random numbers of a given mean and deviation.</source>
        <translation>给定均值和标准差的随机数。</translation>
    </message>
    <message>
        <source>Random whole numbers below a limit.</source>
        <translation>小于上限的随机整数。</translation>
    </message>
    <message>
        <source>The whole numbers below n in random order.</source>
        <translation>小于 n 的整数，随机排列。</translation>
    </message>
    <message>
        <source>Numbers from start up to, and without, end.</source>
        <translation>从 start 到 end 的数，不含 end。</translation>
    </message>
    <message>
        <source>Evenly spaced numbers from start to end, both included.</source>
        <translation>从 start 到 end 等距的数，两端都包含。</translation>
    </message>
    <message>
        <source>Powers of a base, their exponents evenly spaced.</source>
        <translation>底数的幂，指数等距。</translation>
    </message>
    <message>
        <source>A matrix with ones on its diagonal.</source>
        <translation>对角线为一的矩阵。</translation>
    </message>
    <message>
        <source>Zeros in another tensor&apos;s shape.</source>
        <translation>全是零，形状同另一个张量。</translation>
    </message>
    <message>
        <source>Ones in another tensor&apos;s shape.</source>
        <translation>全是一，形状同另一个张量。</translation>
    </message>
    <message>
        <source>Memory as it was found, in another tensor&apos;s shape.</source>
        <translation>内存里原有的内容，形状同另一个张量。</translation>
    </message>
    <message>
        <source>Random numbers between 0 and 1, in another tensor&apos;s shape.</source>
        <translation>0 到 1 之间的随机数，形状同另一个张量。</translation>
    </message>
    <message>
        <source>Random numbers from the normal distribution, in another tensor&apos;s shape.</source>
        <translation>正态分布的随机数，形状同另一个张量。</translation>
    </message>
    <message>
        <source>0 or 1 at random, 1 with the chance that arrives.</source>
        <translation>随机取 0 或 1，取 1 的概率由输入给出。</translation>
    </message>
    <message>
        <source>One number everywhere, in another tensor&apos;s shape.</source>
        <translation>处处是同一个数，形状同另一个张量。</translation>
    </message>
    <message>
        <source>Random whole numbers, in another tensor&apos;s shape.</source>
        <translation>随机整数，形状同另一个张量。</translation>
    </message>
    <message>
        <source>Positions drawn at random, each as often as its weight says.</source>
        <translation>随机抽取的位置，出现的频率由权重决定。</translation>
    </message>
    <message>
        <source>Where the lower triangle of a matrix is: rows and columns.</source>
        <translation>矩阵下三角的位置：行和列。</translation>
    </message>
    <message>
        <source>Where the upper triangle of a matrix is: rows and columns.</source>
        <translation>矩阵上三角的位置：行和列。</translation>
    </message>
    <message>
        <source>Zeros of another tensor&apos;s type, where it lies.</source>
        <translation>全是零，类型和所在设备同另一个张量。</translation>
    </message>
    <message>
        <source>Ones of another tensor&apos;s type, where it lies.</source>
        <translation>全是一，类型和所在设备同另一个张量。</translation>
    </message>
    <message>
        <source>One number everywhere, of another tensor&apos;s type, where it lies.</source>
        <translation>处处是同一个数，类型和所在设备同另一个张量。</translation>
    </message>
    <message>
        <source>Multiplies the last dimension by a learned matrix: every output sees every input.</source>
        <translation>最后一维乘以可学习的矩阵：每个输出都与所有输入相连。</translation>
    </message>
    <message>
        <source>Combines two inputs: every output sees every pair of values, one of each.</source>
        <translation>组合两个输入：每个输出都考虑两者各取一值的所有组合。</translation>
    </message>
    <message>
        <source>Passes its input on unchanged.</source>
        <translation>原样传递输入。</translation>
    </message>
    <message>
        <source>Slides learned filters over a sequence [N, C, L].</source>
        <translation>在序列 [N, C, L] 上滑动可学习的卷积核。</translation>
    </message>
    <message>
        <source>Slides learned filters over an image [N, C, H, W].</source>
        <translation>在图像 [N, C, H, W] 上滑动可学习的卷积核。</translation>
    </message>
    <message>
        <source>Slides learned filters over a volume [N, C, D, H, W].</source>
        <translation>在三维数据 [N, C, D, H, W] 上滑动可学习的卷积核。</translation>
    </message>
    <message>
        <source>Spreads each point of a sequence [N, C, L] through learned filters; with a stride it enlarges.</source>
        <translation>转置卷积：把序列 [N, C, L] 的每个点经可学习的卷积核展开；设置步幅时会放大。</translation>
    </message>
    <message>
        <source>Spreads each point of an image [N, C, H, W] through learned filters; with a stride it enlarges.</source>
        <translation>转置卷积：把图像 [N, C, H, W] 的每个点经可学习的卷积核展开；设置步幅时会放大。</translation>
    </message>
    <message>
        <source>Spreads each point of a volume [N, C, D, H, W] through learned filters; with a stride it enlarges.</source>
        <translation>转置卷积：把三维数据 [N, C, D, H, W] 的每个点经可学习的卷积核展开；设置步幅时会放大。</translation>
    </message>
    <message>
        <source>Cuts an image into windows and lays each out as a column.</source>
        <translation>把图像切成窗口，每个窗口展开成一列。</translation>
    </message>
    <message>
        <source>Adds columns up into an image: the way back from Unfold.</source>
        <translation>把各列累加还原成图像：Unfold 的逆过程。</translation>
    </message>
    <message>
        <source>Keeps the largest value of each window of a sequence.</source>
        <translation>取序列每个窗口中的最大值。</translation>
    </message>
    <message>
        <source>Keeps the largest value of each window of an image.</source>
        <translation>取图像每个窗口中的最大值。</translation>
    </message>
    <message>
        <source>Keeps the largest value of each window of a volume.</source>
        <translation>取三维数据每个窗口中的最大值。</translation>
    </message>
    <message>
        <source>Averages each window of a sequence.</source>
        <translation>取序列每个窗口的平均值。</translation>
    </message>
    <message>
        <source>Averages each window of an image.</source>
        <translation>取图像每个窗口的平均值。</translation>
    </message>
    <message>
        <source>Averages each window of a volume.</source>
        <translation>取三维数据每个窗口的平均值。</translation>
    </message>
    <message>
        <source>Averages a sequence down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把序列平均池化到给定大小。</translation>
    </message>
    <message>
        <source>Averages an image down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把图像平均池化到给定大小。</translation>
    </message>
    <message>
        <source>Averages a volume down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把三维数据平均池化到给定大小。</translation>
    </message>
    <message>
        <source>Keeps maxima of a sequence, down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把序列最大池化到给定大小。</translation>
    </message>
    <message>
        <source>Keeps maxima of an image, down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把图像最大池化到给定大小。</translation>
    </message>
    <message>
        <source>Keeps maxima of a volume, down to a given size, whatever size comes in.</source>
        <translation>无论输入多大，都把三维数据最大池化到给定大小。</translation>
    </message>
    <message>
        <source>Takes the p-norm of each window of a sequence.</source>
        <translation>取序列每个窗口的 p 范数。</translation>
    </message>
    <message>
        <source>Takes the p-norm of each window of an image.</source>
        <translation>取图像每个窗口的 p 范数。</translation>
    </message>
    <message>
        <source>Takes the p-norm of each window of a volume.</source>
        <translation>取三维数据每个窗口的 p 范数。</translation>
    </message>
    <message>
        <source>Keeps the largest value of windows of an image, placed at random for a given output size or ratio.</source>
        <translation>取图像各窗口中的最大值，窗口按给定的输出大小或比例随机放置。</translation>
    </message>
    <message>
        <source>Keeps the largest value of windows of a volume, placed at random for a given output size or ratio.</source>
        <translation>取三维数据各窗口中的最大值，窗口按给定的输出大小或比例随机放置。</translation>
    </message>
    <message>
        <source>Puts maxima of a sequence back to where they came from; the rest becomes zero.</source>
        <translation>把序列的最大值放回原来的位置，其余为零。</translation>
    </message>
    <message>
        <source>Puts maxima of an image back to where they came from; the rest becomes zero.</source>
        <translation>把图像的最大值放回原来的位置，其余为零。</translation>
    </message>
    <message>
        <source>Puts maxima of a volume back to where they came from; the rest becomes zero.</source>
        <translation>把三维数据的最大值放回原来的位置，其余为零。</translation>
    </message>
    <message>
        <source>Negative values become zero.</source>
        <translation>负值变为零。</translation>
    </message>
    <message>
        <source>A smooth ReLU: each value times the chance that a normal one is smaller.</source>
        <translation>平滑的 ReLU：每个值乘以正态变量小于它的概率。</translation>
    </message>
    <message>
        <source>Each value times its sigmoid.</source>
        <translation>每个值乘以自身的 sigmoid。</translation>
    </message>
    <message>
        <source>Squeezes values into 0 to 1.</source>
        <translation>把值压缩到 0 到 1 之间。</translation>
    </message>
    <message>
        <source>Squeezes values into −1 to 1.</source>
        <translation>把值压缩到 −1 到 1 之间。</translation>
    </message>
    <message>
        <source>Positive values that sum to 1 along a dimension.</source>
        <translation>沿一个维度变为正值，且总和为 1。</translation>
    </message>
    <message>
        <source>The logarithm of softmax, computed safely.</source>
        <translation>softmax 的对数，以数值稳定的方式计算。</translation>
    </message>
    <message>
        <source>Negative values keep a small slope.</source>
        <translation>负值保留一个小斜率。</translation>
    </message>
    <message>
        <source>Negative values keep a slope that is learned.</source>
        <translation>负值的斜率由学习得到。</translation>
    </message>
    <message>
        <source>Negative values bend towards −α.</source>
        <translation>负值平滑地趋于 −α。</translation>
    </message>
    <message>
        <source>An ELU scaled so that deep stacks keep mean 0 and deviation 1.</source>
        <translation>经过缩放的 ELU，使深层网络保持均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>An ELU whose slope has no jump, for any α.</source>
        <translation>对任意 α 斜率都连续的 ELU。</translation>
    </message>
    <message>
        <source>Each value times the tanh of its softplus.</source>
        <translation>每个值乘以自身 softplus 的 tanh。</translation>
    </message>
    <message>
        <source>SiLU from straight pieces: cheap to compute.</source>
        <translation>分段线性的 SiLU：计算量小。</translation>
    </message>
    <message>
        <source>A sigmoid from straight pieces: cheap to compute.</source>
        <translation>分段线性的 sigmoid：计算量小。</translation>
    </message>
    <message>
        <source>Cuts values off at a least and a greatest one.</source>
        <translation>把值截断在最小值与最大值之间。</translation>
    </message>
    <message>
        <source>ReLU, cut off at 6.</source>
        <translation>上限为 6 的 ReLU。</translation>
    </message>
    <message>
        <source>Negative values get a random slope while training.</source>
        <translation>训练时负值使用随机斜率。</translation>
    </message>
    <message>
        <source>A smooth ReLU that is always positive.</source>
        <translation>恒为正的平滑 ReLU。</translation>
    </message>
    <message>
        <source>Each value divided by 1 plus its size.</source>
        <translation>每个值除以 1 加自身的绝对值。</translation>
    </message>
    <message>
        <source>Moves values towards zero by λ; smaller ones become zero.</source>
        <translation>把值向零移动 λ；绝对值更小的变为零。</translation>
    </message>
    <message>
        <source>Values between −λ and λ become zero.</source>
        <translation>−λ 到 λ 之间的值变为零。</translation>
    </message>
    <message>
        <source>Each value minus its tanh.</source>
        <translation>每个值减去自身的 tanh。</translation>
    </message>
    <message>
        <source>Values up to a threshold are replaced by another.</source>
        <translation>不超过阈值的值替换为另一个值。</translation>
    </message>
    <message>
        <source>The logarithm of the sigmoid, computed safely.</source>
        <translation>sigmoid 的对数，以数值稳定的方式计算。</translation>
    </message>
    <message>
        <source>Softmax of the negated values: the smallest gets the largest share.</source>
        <translation>对相反数做 softmax：最小的值得到最大的份额。</translation>
    </message>
    <message>
        <source>Softmax over the channels of an image, at every pixel.</source>
        <translation>对图像的每个像素，沿通道做 softmax。</translation>
    </message>
    <message>
        <source>The first half of a dimension, gated by the sigmoid of the second.</source>
        <translation>用一个维度后半部分的 sigmoid 门控前半部分。</translation>
    </message>
    <message>
        <source>Brings each channel of a sequence to mean 0 and deviation 1 over the batch.</source>
        <translation>在整个批次上把序列的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of an image to mean 0 and deviation 1 over the batch.</source>
        <translation>在整个批次上把图像的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of a volume to mean 0 and deviation 1 over the batch.</source>
        <translation>在整个批次上把三维数据的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings the last dimensions of each element to mean 0 and deviation 1.</source>
        <translation>把每个元素的最后几维归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Divides the last dimensions of each element by their root mean square.</source>
        <translation>把每个元素的最后几维除以其均方根。</translation>
    </message>
    <message>
        <source>Brings groups of channels to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把各组通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of a sequence to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把序列的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of an image to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把图像的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Brings each channel of a volume to mean 0 and deviation 1, each element of the batch by itself.</source>
        <translation>对批次中的每个样本，分别把三维数据的每个通道归一化为均值 0、标准差 1。</translation>
    </message>
    <message>
        <source>Damps each value by its neighbours in nearby channels.</source>
        <translation>用相邻通道的值抑制每个值。</translation>
    </message>
    <message>
        <source>LocalResponseNorm for images, as the first networks had it.</source>
        <translation>用于图像的 LocalResponseNorm，见于早期网络。</translation>
    </message>
    <message>
        <source>BatchNorm over the batches of all processes that train together, on GPUs.</source>
        <translation>在 GPU 上跨所有参与训练的进程计算的 BatchNorm。</translation>
    </message>
    <message>
        <source>Zeroes values at random while training.</source>
        <translation>训练时随机把一些值置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of a sequence at random while training.</source>
        <translation>训练时随机把序列的整个通道置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of an image at random while training.</source>
        <translation>训练时随机把图像的整个通道置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of a volume at random while training.</source>
        <translation>训练时随机把三维数据的整个通道置零。</translation>
    </message>
    <message>
        <source>Dropout that keeps mean and deviation; goes with SELU.</source>
        <translation>保持均值和标准差的 Dropout，与 SELU 搭配使用。</translation>
    </message>
    <message>
        <source>AlphaDropout of whole channels.</source>
        <translation>对整个通道进行的 AlphaDropout。</translation>
    </message>
    <message>
        <source>Adds zeros around a sequence.</source>
        <translation>在序列两端填充零。</translation>
    </message>
    <message>
        <source>Adds zeros around an image.</source>
        <translation>在图像四周填充零。</translation>
    </message>
    <message>
        <source>Adds zeros around a volume.</source>
        <translation>在三维数据四周填充零。</translation>
    </message>
    <message>
        <source>Adds a constant around a sequence.</source>
        <translation>在序列两端填充常数。</translation>
    </message>
    <message>
        <source>Adds a constant around an image.</source>
        <translation>在图像四周填充常数。</translation>
    </message>
    <message>
        <source>Adds a constant around a volume.</source>
        <translation>在三维数据四周填充常数。</translation>
    </message>
    <message>
        <source>Continues a sequence past its edges by its mirror image.</source>
        <translation>在序列两端填充其镜像。</translation>
    </message>
    <message>
        <source>Continues an image past its edges by its mirror image.</source>
        <translation>在图像四周填充其镜像。</translation>
    </message>
    <message>
        <source>Continues a volume past its edges by its mirror image.</source>
        <translation>在三维数据四周填充其镜像。</translation>
    </message>
    <message>
        <source>Continues a sequence past its edges by its outermost values.</source>
        <translation>在序列两端重复填充边缘的值。</translation>
    </message>
    <message>
        <source>Continues an image past its edges by its outermost values.</source>
        <translation>在图像四周重复填充边缘的值。</translation>
    </message>
    <message>
        <source>Continues a volume past its edges by its outermost values.</source>
        <translation>在三维数据四周重复填充边缘的值。</translation>
    </message>
    <message>
        <source>Continues a sequence past its edges by its opposite side.</source>
        <translation>在序列两端循环填充另一端的值。</translation>
    </message>
    <message>
        <source>Continues an image past its edges by its opposite side.</source>
        <translation>在图像四周循环填充对侧的值。</translation>
    </message>
    <message>
        <source>Continues a volume past its edges by its opposite side.</source>
        <translation>在三维数据四周循环填充对侧的值。</translation>
    </message>
    <message>
        <source>Enlarges a sequence, image or volume to a size or by a factor.</source>
        <translation>把序列、图像或三维数据放大到给定大小或给定倍数。</translation>
    </message>
    <message>
        <source>Enlarges an image by repeating pixels.</source>
        <translation>通过重复像素放大图像。</translation>
    </message>
    <message>
        <source>Enlarges an image, blending neighbouring pixels.</source>
        <translation>放大图像，并混合相邻像素。</translation>
    </message>
    <message>
        <source>Turns r² channels into an image r times larger.</source>
        <translation>把 r² 个通道重排成边长为 r 倍的图像。</translation>
    </message>
    <message>
        <source>Turns an image into one r times smaller with r² as many channels.</source>
        <translation>把图像的边长缩小 r 倍，通道数变为 r² 倍。</translation>
    </message>
    <message>
        <source>Mixes the channels of groups with each other.</source>
        <translation>打乱各组通道，使其相互混合。</translation>
    </message>
    <message>
        <source>Enlarges or shrinks a sequence, image or volume to a size or by a factor.</source>
        <translation>把序列、图像或三维数据缩放到给定大小或给定倍数。</translation>
    </message>
    <message>
        <source>Adds values around the last dimensions; the pairs begin with the last dimension.</source>
        <translation>在最后几维的两侧填充值；成对的数从最后一维开始。</translation>
    </message>
    <message>
        <source>Reads a sequence with a memory that gates open and close.</source>
        <translation>读取序列，用门控制记忆的读写。</translation>
    </message>
    <message>
        <source>Reads a sequence with a gated state: an LSTM with fewer parts.</source>
        <translation>用带门控的状态读取序列：简化的 LSTM。</translation>
    </message>
    <message>
        <source>Reads a sequence with a plain state.</source>
        <translation>用简单的隐藏状态读取序列。</translation>
    </message>
    <message>
        <source>One step of an LSTM.</source>
        <translation>LSTM 的一步。</translation>
    </message>
    <message>
        <source>One step of a GRU.</source>
        <translation>GRU 的一步。</translation>
    </message>
    <message>
        <source>One step of an RNN.</source>
        <translation>RNN 的一步。</translation>
    </message>
    <message>
        <source>Each query gathers values by how well their keys match, in several heads at once.</source>
        <translation>每个 query 按与 key 的匹配程度汇集 value，多个头同时进行。</translation>
    </message>
    <message>
        <source>Self-attention and a small network, each with a shortcut and a normalisation.</source>
        <translation>自注意力加一个小型前馈网络，各带残差连接和归一化。</translation>
    </message>
    <message>
        <source>Self-attention, attention to the encoder&apos;s output, and a small network.</source>
        <translation>自注意力、对编码器输出的注意力，再加一个小型前馈网络。</translation>
    </message>
    <message>
        <source>Several encoder layers, one after the other.</source>
        <translation>若干个编码器层，一个接一个。</translation>
    </message>
    <message>
        <source>Several decoder layers, one after the other.</source>
        <translation>若干个解码器层，一个接一个。</translation>
    </message>
    <message>
        <source>An encoder and a decoder: from one sequence to another.</source>
        <translation>编码器加解码器：从一个序列到另一个序列。</translation>
    </message>
    <message>
        <source>Each query gathers values by how well their keys match; nothing is learned here.</source>
        <translation>每个 query 按与 key 的匹配程度汇集 value；此处没有可学习的参数。</translation>
    </message>
    <message>
        <source>A learned vector for each index: words, categories, positions.</source>
        <translation>为每个索引学习一个向量：词、类别、位置等。</translation>
    </message>
    <message>
        <source>The sum, mean or maximum of the vectors of several indices.</source>
        <translation>多个索引对应向量的总和、均值或最大值。</translation>
    </message>
    <message>
        <source>Softmax over very many classes, rare ones computed less finely; gives log-probabilities and the loss.</source>
        <translation>用于极多类别的 softmax，罕见类别的计算较粗略；给出对数概率和损失。</translation>
    </message>
    <message>
        <source>A 1 in the place of each index, zeros elsewhere.</source>
        <translation>索引所在位置为 1，其余为零。</translation>
    </message>
    <message>
        <source>Joins dimensions into one; by default all but the batch.</source>
        <translation>把多个维度合并为一个；默认合并批次维以外的所有维度。</translation>
    </message>
    <message>
        <source>Splits one dimension into several.</source>
        <translation>把一个维度拆成多个。</translation>
    </message>
    <message>
        <source>The same values in another shape; −1 stands for what is left.</source>
        <translation>值不变，换成另一种形状；−1 表示剩余的大小。</translation>
    </message>
    <message>
        <source>As reshape, but never copies: refuses where it would have to.</source>
        <translation>与 reshape 相同，但从不复制数据：必须复制时会报错。</translation>
    </message>
    <message>
        <source>Joins dimensions into one.</source>
        <translation>把多个维度合并为一个。</translation>
    </message>
    <message>
        <source>The dimensions in another order.</source>
        <translation>重新排列维度的顺序。</translation>
    </message>
    <message>
        <source>Swaps two dimensions.</source>
        <translation>交换两个维度。</translation>
    </message>
    <message>
        <source>Cuts a dimension into sections of the given sizes, one output each, or of one size.</source>
        <translation>把一个维度切成给定大小的各段，每段一个输出；或切成同样大小的段。</translation>
    </message>
    <message>
        <source>Cuts a dimension at given places, or into nearly equal sections.</source>
        <translation>在给定的位置切开一个维度，或切成几乎相等的段。</translation>
    </message>
    <message>
        <source>Cuts the columns at given places, or into equal sections.</source>
        <translation>在给定的位置切开各列，或切成相等的段。</translation>
    </message>
    <message>
        <source>Cuts the rows at given places, or into equal sections.</source>
        <translation>在给定的位置切开各行，或切成相等的段。</translation>
    </message>
    <message>
        <source>Joins tensors side by side.</source>
        <translation>把张量左右拼接。</translation>
    </message>
    <message>
        <source>Joins tensors on top of each other.</source>
        <translation>把张量上下拼接。</translation>
    </message>
    <message>
        <source>Joins tensors along the third dimension.</source>
        <translation>沿第三维拼接张量。</translation>
    </message>
    <message>
        <source>Joins vectors as the columns of a matrix.</source>
        <translation>把向量作为矩阵的各列拼接。</translation>
    </message>
    <message>
        <source>Puts matrices on a diagonal, zeros elsewhere.</source>
        <translation>把各矩阵放在对角线上，其余为零。</translation>
    </message>
    <message>
        <source>All pairs of the values of several tensors.</source>
        <translation>若干张量的值的所有组合。</translation>
    </message>
    <message>
        <source>The coordinates of a grid, from those along its sides: a list of tensors.</source>
        <translation>由各边的坐标得到网格的坐标：一个张量列表。</translation>
    </message>
    <message>
        <source>Several tensors stretched to one shape: a list of tensors.</source>
        <translation>把若干张量扩展到同一形状：一个张量列表。</translation>
    </message>
    <message>
        <source>Moves dimensions to other places.</source>
        <translation>把维度移到别的位置。</translation>
    </message>
    <message>
        <source>Swaps the two dimensions of a matrix.</source>
        <translation>交换矩阵的两个维度。</translation>
    </message>
    <message>
        <source>All values in one row.</source>
        <translation>所有值排成一行。</translation>
    </message>
    <message>
        <source>The same values in another tensor&apos;s shape, without copying.</source>
        <translation>同样的值，形状同另一个张量，不复制。</translation>
    </message>
    <message>
        <source>The same values in another tensor&apos;s shape.</source>
        <translation>同样的值，形状同另一个张量。</translation>
    </message>
    <message>
        <source>Repeats dimensions of size 1 up to another tensor&apos;s shape, without copying.</source>
        <translation>把大小为 1 的维度重复到另一个张量的形状，不复制。</translation>
    </message>
    <message>
        <source>Stretched to a shape, without copying.</source>
        <translation>扩展到给定形状，不复制。</translation>
    </message>
    <message>
        <source>Repeats each value in its place.</source>
        <translation>在原处重复每个值。</translation>
    </message>
    <message>
        <source>Turns by quarter turns.</source>
        <translation>旋转若干个四分之一圈。</translation>
    </message>
    <message>
        <source>Reverses the columns.</source>
        <translation>把列的顺序反过来。</translation>
    </message>
    <message>
        <source>Reverses the rows.</source>
        <translation>把行的顺序反过来。</translation>
    </message>
    <message>
        <source>Windows along a dimension, laid out in a new last one.</source>
        <translation>沿一个维度的窗口，排在新的最后一维里。</translation>
    </message>
    <message>
        <source>The same memory, read with other sizes and strides.</source>
        <translation>同一块内存，用别的大小和步幅来读。</translation>
    </message>
    <message>
        <source>With at least one dimension.</source>
        <translation>至少有一个维度。</translation>
    </message>
    <message>
        <source>With at least two dimensions.</source>
        <translation>至少有两个维度。</translation>
    </message>
    <message>
        <source>With at least three dimensions.</source>
        <translation>至少有三个维度。</translation>
    </message>
    <message>
        <source>A part of a tensor or of a list, as Python&apos;s brackets take it: 0, :, 1:3.</source>
        <translation>张量或列表的一部分，写法同 Python 的方括号：0, :, 1:3。</translation>
    </message>
    <message>
        <source>The values at positions counted through the whole tensor.</source>
        <translation>按整个张量里的序号取出的值。</translation>
    </message>
    <message>
        <source>The values along a dimension that an index tensor, as from argsort, names.</source>
        <translation>沿一个维度按索引张量（例如 argsort 的结果）取出的值。</translation>
    </message>
    <message>
        <source>The values where a mask is true, in one row.</source>
        <translation>掩码为真处的值，排成一行。</translation>
    </message>
    <message>
        <source>Values of another tensor wherever a mask is true.</source>
        <translation>掩码为真处换成另一个张量的值。</translation>
    </message>
    <message>
        <source>A constant in the slices that an index tensor names.</source>
        <translation>在索引张量指定的切片里填入常数。</translation>
    </message>
    <message>
        <source>Adds slices of another tensor at the places an index tensor names.</source>
        <translation>把另一个张量的切片加到索引张量指定的位置。</translation>
    </message>
    <message>
        <source>Slices of another tensor at the places an index tensor names.</source>
        <translation>索引张量指定的位置换成另一个张量的切片。</translation>
    </message>
    <message>
        <source>Values of another tensor at the places an index tensor names.</source>
        <translation>索引张量指定的位置换成另一个张量的值。</translation>
    </message>
    <message>
        <source>Adds values of another tensor at the places an index tensor names.</source>
        <translation>把另一个张量的值加到索引张量指定的位置。</translation>
    </message>
    <message>
        <source>Sums, multiplies, averages or compares values that meet at the places an index tensor names.</source>
        <translation>对落在索引张量同一位置的值求和、求积、求平均或比较。</translation>
    </message>
    <message>
        <source>The same tensor with one slice of a dimension from another.</source>
        <translation>同一个张量，其中一个维度的一个切片来自另一个张量。</translation>
    </message>
    <message>
        <source>The same tensor with a stretch of a dimension from another.</source>
        <translation>同一个张量，其中一个维度的一段来自另一个张量。</translation>
    </message>
    <message>
        <source>The same tensor with a diagonal from another.</source>
        <translation>同一个张量，对角线来自另一个张量。</translation>
    </message>
    <message>
        <source>Where values are not zero: one row of positions each.</source>
        <translation>不为零的值的位置：每个一行。</translation>
    </message>
    <message>
        <source>Where in a sorted tensor values would stand.</source>
        <translation>值在有序张量中应在的位置。</translation>
    </message>
    <message>
        <source>The number of the interval each value falls in.</source>
        <translation>每个值所在区间的编号。</translation>
    </message>
    <message>
        <source>The diagonal of a matrix, or a matrix with a given diagonal.</source>
        <translation>矩阵的对角线，或以给定对角线构成的矩阵。</translation>
    </message>
    <message>
        <source>The diagonal over two dimensions.</source>
        <translation>两个维度上的对角线。</translation>
    </message>
    <message>
        <source>Matrices with given diagonals.</source>
        <translation>以给定对角线构成的各矩阵。</translation>
    </message>
    <message>
        <source>All slices of a dimension.</source>
        <translation>一个维度的所有切片。</translation>
    </message>
    <message>
        <source>The quotient, rounded down.</source>
        <translation>商，向下取整。</translation>
    </message>
    <message>
        <source>2 to its power.</source>
        <translation>以 2 为底的幂。</translation>
    </message>
    <message>
        <source>The exponential minus 1, exact near zero.</source>
        <translation>指数减 1，在零附近也精确。</translation>
    </message>
    <message>
        <source>The logarithm to base 2.</source>
        <translation>以 2 为底的对数。</translation>
    </message>
    <message>
        <source>The logarithm to base 10.</source>
        <translation>以 10 为底的对数。</translation>
    </message>
    <message>
        <source>The tangent.</source>
        <translation>正切。</translation>
    </message>
    <message>
        <source>The angle of a sine.</source>
        <translation>反正弦。</translation>
    </message>
    <message>
        <source>The angle of a cosine.</source>
        <translation>反余弦。</translation>
    </message>
    <message>
        <source>The angle of a tangent.</source>
        <translation>反正切。</translation>
    </message>
    <message>
        <source>The hyperbolic sine.</source>
        <translation>双曲正弦。</translation>
    </message>
    <message>
        <source>The hyperbolic cosine.</source>
        <translation>双曲余弦。</translation>
    </message>
    <message>
        <source>The inverse of the hyperbolic sine.</source>
        <translation>反双曲正弦。</translation>
    </message>
    <message>
        <source>The inverse of the hyperbolic cosine.</source>
        <translation>反双曲余弦。</translation>
    </message>
    <message>
        <source>The inverse of the hyperbolic tangent.</source>
        <translation>反双曲正切。</translation>
    </message>
    <message>
        <source>The sine of πx over πx.</source>
        <translation>πx 的正弦除以 πx。</translation>
    </message>
    <message>
        <source>−1, 0 or 1; of complex numbers, the direction.</source>
        <translation>-1、0 或 1；对复数是方向。</translation>
    </message>
    <message>
        <source>Rounded to the nearest; to a number of decimals if given.</source>
        <translation>四舍五入到最近的数；可给定小数位数。</translation>
    </message>
    <message>
        <source>Without what follows the point.</source>
        <translation>去掉小数部分。</translation>
    </message>
    <message>
        <source>What follows the point.</source>
        <translation>小数部分。</translation>
    </message>
    <message>
        <source>1 minus the error function.</source>
        <translation>1 减去误差函数。</translation>
    </message>
    <message>
        <source>The inverse of the error function.</source>
        <translation>误差函数的反函数。</translation>
    </message>
    <message>
        <source>The logarithm of the gamma function.</source>
        <translation>伽马函数的对数。</translation>
    </message>
    <message>
        <source>The derivative of the logarithm of the gamma function.</source>
        <translation>伽马函数对数的导数。</translation>
    </message>
    <message>
        <source>The inverse of the sigmoid.</source>
        <translation>sigmoid 的反函数。</translation>
    </message>
    <message>
        <source>Not-a-number and infinite values replaced by numbers.</source>
        <translation>把非数和无穷大换成数。</translation>
    </message>
    <message>
        <source>Degrees as radians.</source>
        <translation>角度换成弧度。</translation>
    </message>
    <message>
        <source>Radians as degrees.</source>
        <translation>弧度换成角度。</translation>
    </message>
    <message>
        <source>The smaller of two; a number wins over what is none.</source>
        <translation>两者中较小的；数优先于非数。</translation>
    </message>
    <message>
        <source>The larger of two; a number wins over what is none.</source>
        <translation>两者中较大的；数优先于非数。</translation>
    </message>
    <message>
        <source>What is left of a division, with the sign of the first.</source>
        <translation>除法的余数，符号同前者。</translation>
    </message>
    <message>
        <source>The angle of a point from its two coordinates.</source>
        <translation>由一个点的两个坐标求角度。</translation>
    </message>
    <message>
        <source>The long side of a right triangle, from the other two.</source>
        <translation>由直角三角形的两条直角边求斜边。</translation>
    </message>
    <message>
        <source>The logarithm of the sum of two exponentials, computed safely.</source>
        <translation>两个指数之和的对数，计算安全。</translation>
    </message>
    <message>
        <source>The size of one with the sign of the other.</source>
        <translation>一个的大小配上另一个的符号。</translation>
    </message>
    <message>
        <source>The first times the logarithm of the second; 0 where the first is 0.</source>
        <translation>前者乘以后者的对数；前者为 0 时是 0。</translation>
    </message>
    <message>
        <source>The greatest common divisor.</source>
        <translation>最大公约数。</translation>
    </message>
    <message>
        <source>The least common multiple.</source>
        <translation>最小公倍数。</translation>
    </message>
    <message>
        <source>0 for negative, 1 for positive, another tensor&apos;s value for zero.</source>
        <translation>负数为 0，正数为 1，零处取另一个张量的值。</translation>
    </message>
    <message>
        <source>Each value to a power, computed with 64 bits.</source>
        <translation>每个值的幂，用 64 位计算。</translation>
    </message>
    <message>
        <source>A blend of two: the second&apos;s share is the weight.</source>
        <translation>两者的混合：权重是后者所占的份额。</translation>
    </message>
    <message>
        <source>A tensor plus the product of two others.</source>
        <translation>一个张量加上另外两个的积。</translation>
    </message>
    <message>
        <source>A tensor plus the quotient of two others.</source>
        <translation>一个张量加上另外两个的商。</translation>
    </message>
    <message>
        <source>Where both are true; of whole numbers, their common bits.</source>
        <translation>两者都为真处；对整数是共有的位。</translation>
    </message>
    <message>
        <source>Where either is true; of whole numbers, the bits of both.</source>
        <translation>任一为真处；对整数是两者的位。</translation>
    </message>
    <message>
        <source>Where exactly one is true; of whole numbers, the bits of one alone.</source>
        <translation>恰有一个为真处；对整数是只属于一个的位。</translation>
    </message>
    <message>
        <source>Where it is false; of whole numbers, the other bits.</source>
        <translation>为假处；对整数是按位取反。</translation>
    </message>
    <message>
        <source>Whole numbers with their bits moved up.</source>
        <translation>整数的各位左移。</translation>
    </message>
    <message>
        <source>Whole numbers with their bits moved down.</source>
        <translation>整数的各位右移。</translation>
    </message>
    <message>
        <source>Where both are not zero.</source>
        <translation>两者都不为零处。</translation>
    </message>
    <message>
        <source>Where either is not zero.</source>
        <translation>任一不为零处。</translation>
    </message>
    <message>
        <source>Where exactly one is not zero.</source>
        <translation>恰有一个不为零处。</translation>
    </message>
    <message>
        <source>Where it is zero.</source>
        <translation>为零处。</translation>
    </message>
    <message>
        <source>Where values are not a number.</source>
        <translation>值为非数处。</translation>
    </message>
    <message>
        <source>Where values are infinite.</source>
        <translation>值为无穷大处。</translation>
    </message>
    <message>
        <source>Where values are neither infinite nor not a number.</source>
        <translation>值既不是无穷大也不是非数处。</translation>
    </message>
    <message>
        <source>Where values are plus infinity.</source>
        <translation>值为正无穷处。</translation>
    </message>
    <message>
        <source>Where values are minus infinity.</source>
        <translation>值为负无穷处。</translation>
    </message>
    <message>
        <source>Where values have no imaginary part.</source>
        <translation>值没有虚部处。</translation>
    </message>
    <message>
        <source>Where values carry a minus sign.</source>
        <translation>值带负号处。</translation>
    </message>
    <message>
        <source>Where two are equal but for rounding.</source>
        <translation>除舍入误差外两者相等处。</translation>
    </message>
    <message>
        <source>Where values are among those of another tensor.</source>
        <translation>值出现在另一个张量中之处。</translation>
    </message>
    <message>
        <source>Whether two tensors have the same shape and values: true or false.</source>
        <translation>两个张量的形状和值是否相同：真或假。</translation>
    </message>
    <message>
        <source>Whether all values of two are equal but for rounding: true or false.</source>
        <translation>除舍入误差外两者的所有值是否相等：真或假。</translation>
    </message>
    <message>
        <source>Whether all values are true, over everything or along dimensions.</source>
        <translation>是否所有值都为真，对全体或沿维度。</translation>
    </message>
    <message>
        <source>Whether any value is true, over everything or along dimensions.</source>
        <translation>是否有值为真，对全体或沿维度。</translation>
    </message>
    <message>
        <source>The product of all values, or along a dimension.</source>
        <translation>所有值的积，或沿一个维度的积。</translation>
    </message>
    <message>
        <source>Standard deviation and mean at once.</source>
        <translation>同时给出标准差和均值。</translation>
    </message>
    <message>
        <source>Variance and mean at once.</source>
        <translation>同时给出方差和均值。</translation>
    </message>
    <message>
        <source>The sum along dimensions, without values that are not a number.</source>
        <translation>沿维度求和，不计非数。</translation>
    </message>
    <message>
        <source>The mean along dimensions, without values that are not a number.</source>
        <translation>沿维度求均值，不计非数。</translation>
    </message>
    <message>
        <source>The maximum; along a dimension also where it is.</source>
        <translation>最大值；沿一个维度时还给出位置。</translation>
    </message>
    <message>
        <source>The minimum; along a dimension also where it is.</source>
        <translation>最小值；沿一个维度时还给出位置。</translation>
    </message>
    <message>
        <source>The middle value; along a dimension also where it is.</source>
        <translation>中位数；沿一个维度时还给出位置。</translation>
    </message>
    <message>
        <source>The middle value, without those that are not a number; along a dimension also where.</source>
        <translation>不计非数的中位数；沿一个维度时还给出位置。</translation>
    </message>
    <message>
        <source>Minimum and maximum at once.</source>
        <translation>同时给出最小值和最大值。</translation>
    </message>
    <message>
        <source>The most frequent value along a dimension, and where it is.</source>
        <translation>沿一个维度出现最多的值及其位置。</translation>
    </message>
    <message>
        <source>Where along a dimension the minimum is.</source>
        <translation>沿一个维度最小值的位置。</translation>
    </message>
    <message>
        <source>The k largest values along a dimension, and where they are.</source>
        <translation>沿一个维度最大的 k 个值及其位置。</translation>
    </message>
    <message>
        <source>The k-th smallest value along a dimension, and where it is.</source>
        <translation>沿一个维度第 k 小的值及其位置。</translation>
    </message>
    <message>
        <source>Values in order along a dimension, and where they came from.</source>
        <translation>沿一个维度排好序的值，以及它们原来的位置。</translation>
    </message>
    <message>
        <source>Where the values of a dimension are, in order.</source>
        <translation>沿一个维度排序后各值的位置。</translation>
    </message>
    <message>
        <source>Values in order along the first dimension.</source>
        <translation>沿第一个维度排好序的值。</translation>
    </message>
    <message>
        <source>The running product along a dimension.</source>
        <translation>沿一个维度的累乘积。</translation>
    </message>
    <message>
        <source>The logarithm of the running sum of exponentials, computed safely.</source>
        <translation>指数累加和的对数，计算安全。</translation>
    </message>
    <message>
        <source>The running maximum along a dimension, and where it is.</source>
        <translation>沿一个维度的累计最大值及其位置。</translation>
    </message>
    <message>
        <source>The running minimum along a dimension, and where it is.</source>
        <translation>沿一个维度的累计最小值及其位置。</translation>
    </message>
    <message>
        <source>The differences between neighbours along a dimension.</source>
        <translation>沿一个维度相邻值之差。</translation>
    </message>
    <message>
        <source>The value below which a given share of all lies.</source>
        <translation>有给定份额的值在其之下的值。</translation>
    </message>
    <message>
        <source>The quantile without values that are not a number.</source>
        <translation>不计非数的分位数。</translation>
    </message>
    <message>
        <source>How many values are not zero.</source>
        <translation>不为零的值有多少个。</translation>
    </message>
    <message>
        <source>Each value once, in order.</source>
        <translation>每个值一次，按顺序。</translation>
    </message>
    <message>
        <source>Each run of equal values once.</source>
        <translation>每串相同的值一次。</translation>
    </message>
    <message>
        <source>How often each whole number occurs.</source>
        <translation>每个整数出现多少次。</translation>
    </message>
    <message>
        <source>How many values fall in each of several equal intervals.</source>
        <translation>落在若干等宽区间中的值各有多少。</translation>
    </message>
    <message>
        <source>The p-norm of the difference of two.</source>
        <translation>两者之差的 p 范数。</translation>
    </message>
    <message>
        <source>How the rows vary with each other.</source>
        <translation>各行如何一同变化。</translation>
    </message>
    <message>
        <source>How the rows correlate with each other.</source>
        <translation>各行彼此的相关程度。</translation>
    </message>
    <message>
        <source>The area under a curve, by straight pieces.</source>
        <translation>曲线下的面积，用直线段计算。</translation>
    </message>
    <message>
        <source>The product of two matrices.</source>
        <translation>两个矩阵的积。</translation>
    </message>
    <message>
        <source>The products of two batches of matrices.</source>
        <translation>两批矩阵的积。</translation>
    </message>
    <message>
        <source>A matrix times a vector.</source>
        <translation>矩阵乘以向量。</translation>
    </message>
    <message>
        <source>The sum of the products of two vectors.</source>
        <translation>两个向量对应积之和。</translation>
    </message>
    <message>
        <source>The products of the last dimensions, summed.</source>
        <translation>最后一维对应积之和。</translation>
    </message>
    <message>
        <source>Every product of a value of one vector and one of another.</source>
        <translation>一个向量的每个值与另一个的每个值之积。</translation>
    </message>
    <message>
        <source>Every value times a whole other tensor.</source>
        <translation>每个值乘以另一个完整的张量。</translation>
    </message>
    <message>
        <source>A tensor plus the product of two matrices.</source>
        <translation>一个张量加上两个矩阵的积。</translation>
    </message>
    <message>
        <source>A tensor plus a matrix times a vector.</source>
        <translation>一个张量加上矩阵与向量的积。</translation>
    </message>
    <message>
        <source>A tensor plus the outer product of two vectors.</source>
        <translation>一个张量加上两个向量的外积。</translation>
    </message>
    <message>
        <source>A tensor plus the summed products of two batches of matrices.</source>
        <translation>一个张量加上两批矩阵之积的和。</translation>
    </message>
    <message>
        <source>A batch plus the products of two batches of matrices.</source>
        <translation>一批加上两批矩阵的积。</translation>
    </message>
    <message>
        <source>The sum of the diagonal.</source>
        <translation>对角线之和。</translation>
    </message>
    <message>
        <source>The determinant.</source>
        <translation>行列式。</translation>
    </message>
    <message>
        <source>The logarithm of the determinant.</source>
        <translation>行列式的对数。</translation>
    </message>
    <message>
        <source>The inverse of a matrix.</source>
        <translation>矩阵的逆。</translation>
    </message>
    <message>
        <source>The pseudo-inverse of a matrix.</source>
        <translation>矩阵的伪逆。</translation>
    </message>
    <message>
        <source>Solves a system whose Cholesky factor is given.</source>
        <translation>已知 Cholesky 因子，解方程组。</translation>
    </message>
    <message>
        <source>Products summed over the last dimensions of one and the first of another.</source>
        <translation>一个的最后几维与另一个的前几维相乘求和。</translation>
    </message>
    <message>
        <source>The vector that stands upright on two others.</source>
        <translation>与另外两个都垂直的向量。</translation>
    </message>
    <message>
        <source>The distance of every row of one to every row of another.</source>
        <translation>一个的每行到另一个的每行的距离。</translation>
    </message>
    <message>
        <source>A matrix times itself, n times.</source>
        <translation>矩阵自乘 n 次。</translation>
    </message>
    <message>
        <source>The exponential of a matrix.</source>
        <translation>矩阵的指数。</translation>
    </message>
    <message>
        <source>The size of a vector or matrix.</source>
        <translation>向量或矩阵的大小。</translation>
    </message>
    <message>
        <source>The size of a vector or matrix, by any norm.</source>
        <translation>向量或矩阵的大小，可用任何范数。</translation>
    </message>
    <message>
        <source>The size of vectors.</source>
        <translation>向量的大小。</translation>
    </message>
    <message>
        <source>The size of matrices.</source>
        <translation>矩阵的大小。</translation>
    </message>
    <message>
        <source>Solves A x = B.</source>
        <translation>解 A x = B。</translation>
    </message>
    <message>
        <source>The lower triangle that times its transpose gives the matrix.</source>
        <translation>乘以自身转置得到该矩阵的下三角。</translation>
    </message>
    <message>
        <source>The eigenvalues, as complex numbers.</source>
        <translation>特征值，为复数。</translation>
    </message>
    <message>
        <source>The eigenvalues of a symmetric matrix.</source>
        <translation>对称矩阵的特征值。</translation>
    </message>
    <message>
        <source>The singular values.</source>
        <translation>奇异值。</translation>
    </message>
    <message>
        <source>How many rows are independent.</source>
        <translation>有多少行线性无关。</translation>
    </message>
    <message>
        <source>The product of several matrices, in the cheapest order.</source>
        <translation>若干矩阵之积，按最省的次序。</translation>
    </message>
    <message>
        <source>How much a matrix amplifies errors.</source>
        <translation>矩阵把误差放大多少。</translation>
    </message>
    <message>
        <source>Eigenvalues and eigenvectors.</source>
        <translation>特征值和特征向量。</translation>
    </message>
    <message>
        <source>Eigenvalues and eigenvectors of a symmetric matrix.</source>
        <translation>对称矩阵的特征值和特征向量。</translation>
    </message>
    <message>
        <source>The singular value decomposition.</source>
        <translation>奇异值分解。</translation>
    </message>
    <message>
        <source>An orthogonal matrix times an upper triangle.</source>
        <translation>正交矩阵乘以上三角。</translation>
    </message>
    <message>
        <source>The least-squares solution of A x = B.</source>
        <translation>A x = B 的最小二乘解。</translation>
    </message>
    <message>
        <source>The sign and the logarithm of the determinant.</source>
        <translation>行列式的符号和对数。</translation>
    </message>
    <message>
        <source>Writes into a part of a tensor, in place: x[0] = value.</source>
        <translation>就地写入张量的一部分：x[0] = value。</translation>
    </message>
    <message>
        <source>Adds to it, in place.</source>
        <translation>原地加上。</translation>
    </message>
    <message>
        <source>Subtracts from it, in place.</source>
        <translation>原地减去。</translation>
    </message>
    <message>
        <source>Multiplies it, in place.</source>
        <translation>原地乘以。</translation>
    </message>
    <message>
        <source>Divides it, in place.</source>
        <translation>原地除以。</translation>
    </message>
    <message>
        <source>Raises it to a power, in place.</source>
        <translation>原地求幂。</translation>
    </message>
    <message>
        <source>Keeps what is left of a division, in place.</source>
        <translation>原地取除法的余数。</translation>
    </message>
    <message>
        <source>Divides and rounds down, in place.</source>
        <translation>原地除并向下取整。</translation>
    </message>
    <message>
        <source>Writes zeros over it.</source>
        <translation>用零覆盖它。</translation>
    </message>
    <message>
        <source>Takes off all signs, in place.</source>
        <translation>原地去掉所有符号。</translation>
    </message>
    <message>
        <source>Turns all signs round, in place.</source>
        <translation>原地改变所有符号。</translation>
    </message>
    <message>
        <source>The exponential function, in place.</source>
        <translation>原地求指数。</translation>
    </message>
    <message>
        <source>The natural logarithm, in place.</source>
        <translation>原地求自然对数。</translation>
    </message>
    <message>
        <source>The square root, in place.</source>
        <translation>原地求平方根。</translation>
    </message>
    <message>
        <source>1 over the square root, in place.</source>
        <translation>原地求平方根的倒数。</translation>
    </message>
    <message>
        <source>The square, in place.</source>
        <translation>原地求平方。</translation>
    </message>
    <message>
        <source>1 over each value, in place.</source>
        <translation>原地求倒数。</translation>
    </message>
    <message>
        <source>The sine, in place.</source>
        <translation>原地求正弦。</translation>
    </message>
    <message>
        <source>The cosine, in place.</source>
        <translation>原地求余弦。</translation>
    </message>
    <message>
        <source>Squeezes values into −1 to 1, in place.</source>
        <translation>原地把值压到 -1 到 1。</translation>
    </message>
    <message>
        <source>Squeezes values into 0 to 1, in place.</source>
        <translation>原地把值压到 0 到 1。</translation>
    </message>
    <message>
        <source>Negative values become zero, in place.</source>
        <translation>原地把负值变为零。</translation>
    </message>
    <message>
        <source>Rounds down, in place.</source>
        <translation>原地向下取整。</translation>
    </message>
    <message>
        <source>Rounds up, in place.</source>
        <translation>原地向上取整。</translation>
    </message>
    <message>
        <source>Rounds to whole numbers, in place.</source>
        <translation>原地取最近的整数。</translation>
    </message>
    <message>
        <source>Cuts off what follows the point, in place.</source>
        <translation>原地去掉小数部分。</translation>
    </message>
    <message>
        <source>Cuts values off at a least and a greatest one, in place.</source>
        <translation>原地在最小值和最大值处截断。</translation>
    </message>
    <message>
        <source>Turns true and false round, in place.</source>
        <translation>原地真假互换。</translation>
    </message>
    <message>
        <source>Swaps the two dimensions, in place.</source>
        <translation>原地交换两个维度。</translation>
    </message>
    <message>
        <source>Writes one number over it.</source>
        <translation>用一个数覆盖它。</translation>
    </message>
    <message>
        <source>Writes another tensor&apos;s values over it.</source>
        <translation>用另一个张量的值覆盖它。</translation>
    </message>
    <message>
        <source>Writes a constant wherever a mask is true.</source>
        <translation>在掩码为真处写入常数。</translation>
    </message>
    <message>
        <source>Writes values of another tensor wherever a mask is true.</source>
        <translation>在掩码为真处写入另一个张量的值。</translation>
    </message>
    <message>
        <source>Writes a constant into the slices that an index tensor names.</source>
        <translation>在索引张量指定的切片里写入常数。</translation>
    </message>
    <message>
        <source>Adds slices of another tensor at the places an index tensor names, in place.</source>
        <translation>原地把另一个张量的切片加到索引张量指定的位置。</translation>
    </message>
    <message>
        <source>Writes slices of another tensor at the places an index tensor names.</source>
        <translation>在索引张量指定的位置写入另一个张量的切片。</translation>
    </message>
    <message>
        <source>Writes values of another tensor at the places an index tensor names.</source>
        <translation>在索引张量指定的位置写入另一个张量的值。</translation>
    </message>
    <message>
        <source>Adds values of another tensor at the places an index tensor names, in place.</source>
        <translation>原地把另一个张量的值加到索引张量指定的位置。</translation>
    </message>
    <message>
        <source>Adds the product of two others, in place.</source>
        <translation>原地加上另外两个的积。</translation>
    </message>
    <message>
        <source>Adds the quotient of two others, in place.</source>
        <translation>原地加上另外两个的商。</translation>
    </message>
    <message>
        <source>Moves it towards another by a share, in place.</source>
        <translation>原地按份额移向另一个。</translation>
    </message>
    <message>
        <source>Writes zeros below the upper triangle.</source>
        <translation>在上三角以下写入零。</translation>
    </message>
    <message>
        <source>Writes zeros above the lower triangle.</source>
        <translation>在下三角以上写入零。</translation>
    </message>
    <message>
        <source>Writes one number over the diagonal.</source>
        <translation>在对角线上写入一个数。</translation>
    </message>
    <message>
        <source>Takes out dimensions of size 1, in place.</source>
        <translation>原地去掉大小为 1 的维度。</translation>
    </message>
    <message>
        <source>Puts in a dimension of size 1, in place.</source>
        <translation>原地插入大小为 1 的维度。</translation>
    </message>
    <message>
        <source>Swaps two dimensions, in place.</source>
        <translation>原地交换两个维度。</translation>
    </message>
    <message>
        <source>Writes random numbers from a normal distribution over it.</source>
        <translation>用正态分布的随机数覆盖它。</translation>
    </message>
    <message>
        <source>Writes evenly spread random numbers over it.</source>
        <translation>用均匀分布的随机数覆盖它。</translation>
    </message>
    <message>
        <source>Writes 0 or 1 over it at random.</source>
        <translation>随机用 0 或 1 覆盖它。</translation>
    </message>
    <message>
        <source>Says whether autograd keeps a gradient for it.</source>
        <translation>指定自动求导是否为它保留梯度。</translation>
    </message>
    <message>
        <source>Cuts it off from what it was computed of, in place.</source>
        <translation>原地把它与其计算来源断开。</translation>
    </message>
    <message>
        <source>Computes the gradient of a tensor in all leaves it was computed of, and adds it to their grad.</source>
        <translation>求一个张量对其所有叶子的梯度，并加到它们的 grad 上。</translation>
    </message>
    <message>
        <source>Of another number type, or on another device.</source>
        <translation>换成别的数类型，或移到别的设备。</translation>
    </message>
    <message>
        <source>Converted to 64-bit floating point.</source>
        <translation>转换为 64 位浮点数。</translation>
    </message>
    <message>
        <source>Converted to 16-bit floating point.</source>
        <translation>转换为 16 位浮点数。</translation>
    </message>
    <message>
        <source>Converted to 16-bit floating point with the range of 32 bits.</source>
        <translation>转换为 16 位浮点数，范围同 32 位。</translation>
    </message>
    <message>
        <source>Converted to 32-bit integers.</source>
        <translation>转换为 32 位整数。</translation>
    </message>
    <message>
        <source>Converted to 16-bit integers.</source>
        <translation>转换为 16 位整数。</translation>
    </message>
    <message>
        <source>Converted to true and false.</source>
        <translation>转换为真和假。</translation>
    </message>
    <message>
        <source>In the memory of the processor.</source>
        <translation>放在处理器的内存里。</translation>
    </message>
    <message>
        <source>In the memory of the GPU.</source>
        <translation>放在 GPU 的内存里。</translation>
    </message>
    <message>
        <source>A copy whose values lie in order in memory.</source>
        <translation>在内存中按顺序连续存放的副本。</translation>
    </message>
    <message>
        <source>How many items it has; of a tensor, the size of its first dimension.</source>
        <translation>它有多少项；张量则为第一维的大小。</translation>
    </message>
    <message>
        <source>Whether there is a GPU that torch can use.</source>
        <translation>有没有 torch 可用的 GPU。</translation>
    </message>
    <message>
        <source>How many GPUs torch sees.</source>
        <translation>torch 看到多少个 GPU。</translation>
    </message>
    <message>
        <source>What a GPU is called.</source>
        <translation>GPU 的名称。</translation>
    </message>
    <message>
        <source>Takes the mean off what comes in. It has no parameters of its own.</source>
        <translation>从输入中减去均值。它没有自己的参数。</translation>
    </message>
    <message>
        <source>A fully connected layer whose parameters are made by hand, followed by ReLU.</source>
        <translation>手动创建参数的全连接层，其后接 ReLU。</translation>
    </message>
    <message>
        <source>A parameter without a default is an input of the node, one with a default an argument.</source>
        <translation>没有默认值的参数成为节点的输入，有默认值的成为节点的参数。</translation>
    </message>
    <message>
        <source>The mean of log(cosh(error)): squared for small errors, absolute for large ones.</source>
        <translation>log(cosh(误差)) 的均值：误差小时近似平方，大时近似绝对值。</translation>
    </message>
    <message>
        <source>Points of a plane, and whether each lies inside the unit circle.</source>
        <translation>平面上的点，以及每个点是否在单位圆内。</translation>
    </message>
    <message>
        <source>Multiplies the learning rate by a factor every so many epochs.</source>
        <translation>每过若干轮，学习率乘以一个系数。</translation>
    </message>
    <message>
        <source>Multiplies the learning rate by a factor at given epochs.</source>
        <translation>在给定的轮次，学习率乘以一个系数。</translation>
    </message>
    <message>
        <source>Multiplies the learning rate by a factor every epoch.</source>
        <translation>每一轮学习率都乘以一个系数。</translation>
    </message>
    <message>
        <source>Follows half a cosine down to a least learning rate.</source>
        <translation>沿半个余弦降到最小学习率。</translation>
    </message>
    <message>
        <source>Follows half a cosine down, and starts again.</source>
        <translation>沿半个余弦下降，然后重新开始。</translation>
    </message>
    <message>
        <source>Up, then far down, within one training; moves after every batch.</source>
        <translation>一次训练中先升，再降得很低；每批之后变化。</translation>
    </message>
    <message>
        <source>Up and down between two learning rates; moves after every batch.</source>
        <translation>在两个学习率之间升降；每批之后变化。</translation>
    </message>
    <message>
        <source>Steps down when the validation loss no longer improves.</source>
        <translation>验证损失不再改善时下降一级。</translation>
    </message>
    <message>
        <source>A straight line from one factor to another: warm-up.</source>
        <translation>从一个系数直线变到另一个：预热。</translation>
    </message>
    <message>
        <source>A smaller learning rate for the first epochs.</source>
        <translation>最初几轮用较小的学习率。</translation>
    </message>
    <message>
        <source>Down to zero along a power of the time that is left.</source>
        <translation>按剩余时间的幂降到零。</translation>
    </message>
    <message>
        <source>The first learning rate times a function of the epoch.</source>
        <translation>初始学习率乘以轮次的函数。</translation>
    </message>
    <message>
        <source>The last learning rate times a function of the epoch.</source>
        <translation>上一个学习率乘以轮次的函数。</translation>
    </message>
    <message>
        <source>Several schedulers, one after the other.</source>
        <translation>若干个调度器，一个接一个。</translation>
    </message>
    <message>
        <source>Several schedulers at the same time.</source>
        <translation>若干个调度器同时起作用。</translation>
    </message>
    <message>
        <source>Evenly spread; keeps the size of values through layers with tanh or sigmoid.</source>
        <translation>均匀分布；经过带 tanh 或 sigmoid 的层，值的大小不变。</translation>
    </message>
    <message>
        <source>Normal; keeps the size of values through layers with tanh or sigmoid.</source>
        <translation>正态分布；经过带 tanh 或 sigmoid 的层，值的大小不变。</translation>
    </message>
    <message>
        <source>Evenly spread; keeps the size of values through layers with ReLU.</source>
        <translation>均匀分布；经过带 ReLU 的层，值的大小不变。</translation>
    </message>
    <message>
        <source>Normal; keeps the size of values through layers with ReLU.</source>
        <translation>正态分布；经过带 ReLU 的层，值的大小不变。</translation>
    </message>
    <message>
        <source>Random numbers from a normal distribution.</source>
        <translation>正态分布的随机数。</translation>
    </message>
    <message>
        <source>Evenly spread random numbers.</source>
        <translation>均匀分布的随机数。</translation>
    </message>
    <message>
        <source>Random numbers from a normal distribution without its tails.</source>
        <translation>去掉两端的正态分布的随机数。</translation>
    </message>
    <message>
        <source>Ones on the diagonal: a linear layer passes its input on.</source>
        <translation>对角线为一：线性层原样传递输入。</translation>
    </message>
    <message>
        <source>A convolution passes its input on.</source>
        <translation>卷积原样传递输入。</translation>
    </message>
    <message>
        <source>A random rotation: lengths stay as they are.</source>
        <translation>随机旋转：长度不变。</translation>
    </message>
    <message>
        <source>Mostly zeros, the rest from a normal distribution.</source>
        <translation>大多是零，其余来自正态分布。</translation>
    </message>
    <message>
        <source>Takes out dimensions of size 1.</source>
        <translation>去掉大小为 1 的维度。</translation>
    </message>
    <message>
        <source>Puts in a dimension of size 1.</source>
        <translation>插入一个大小为 1 的维度。</translation>
    </message>
    <message>
        <source>Repeats dimensions of size 1 without copying; −1 keeps one.</source>
        <translation>重复大小为 1 的维度而不复制数据；−1 表示该维保持不变。</translation>
    </message>
    <message>
        <source>Repeats the whole along each dimension.</source>
        <translation>沿每个维度整体重复。</translation>
    </message>
    <message>
        <source>Reverses the order along dimensions.</source>
        <translation>沿指定维度反转顺序。</translation>
    </message>
    <message>
        <source>Shifts along a dimension; what falls off comes in at the other end.</source>
        <translation>沿一个维度滚动；移出的值从另一端移入。</translation>
    </message>
    <message>
        <source>Joins tensors along a dimension they have.</source>
        <translation>沿已有的维度拼接张量。</translation>
    </message>
    <message>
        <source>Joins tensors along a new dimension.</source>
        <translation>沿新的维度堆叠张量。</translation>
    </message>
    <message>
        <source>Cuts a dimension into equal pieces, one output each.</source>
        <translation>把一个维度等分成若干块，每块一个输出。</translation>
    </message>
    <message>
        <source>One slice of a dimension, which goes away.</source>
        <translation>取一个维度上的一个切片，该维度随之消失。</translation>
    </message>
    <message>
        <source>A stretch of a dimension.</source>
        <translation>取一个维度上连续的一段。</translation>
    </message>
    <message>
        <source>The slices of a dimension that an index tensor names.</source>
        <translation>按索引张量取一个维度上的切片。</translation>
    </message>
    <message>
        <source>The values along a dimension that an index tensor names.</source>
        <translation>按索引张量沿一个维度取值。</translation>
    </message>
    <message>
        <source>A constant wherever a mask is true.</source>
        <translation>掩码为真的位置填入常数。</translation>
    </message>
    <message>
        <source>The upper triangle; zeros below.</source>
        <translation>保留上三角，下方为零。</translation>
    </message>
    <message>
        <source>The lower triangle; zeros above.</source>
        <translation>保留下三角，上方为零。</translation>
    </message>
    <message>
        <source>Converted to another tensor&apos;s type.</source>
        <translation>转换为另一个张量的类型。</translation>
    </message>
    <message>
        <source>Converted to 32-bit floating point.</source>
        <translation>转换为 32 位浮点数。</translation>
    </message>
    <message>
        <source>Converted to 64-bit integers.</source>
        <translation>转换为 64 位整数。</translation>
    </message>
    <message>
        <source>Passes values on, but no gradient back.</source>
        <translation>只向前传值，不回传梯度。</translation>
    </message>
    <message>
        <source>The sum, value by value.</source>
        <translation>逐元素求和。</translation>
    </message>
    <message>
        <source>The difference, value by value.</source>
        <translation>逐元素求差。</translation>
    </message>
    <message>
        <source>The product, value by value.</source>
        <translation>逐元素求积。</translation>
    </message>
    <message>
        <source>The quotient, value by value.</source>
        <translation>逐元素求商。</translation>
    </message>
    <message>
        <source>The matrix product of the last two dimensions.</source>
        <translation>最后两维的矩阵乘积。</translation>
    </message>
    <message>
        <source>Each value to a power.</source>
        <translation>逐元素求幂。</translation>
    </message>
    <message>
        <source>What is left of a division, value by value.</source>
        <translation>逐元素求余数。</translation>
    </message>
    <message>
        <source>Where two are equal.</source>
        <translation>两者相等之处。</translation>
    </message>
    <message>
        <source>Where two differ.</source>
        <translation>两者不等之处。</translation>
    </message>
    <message>
        <source>Where the first is less.</source>
        <translation>前者较小之处。</translation>
    </message>
    <message>
        <source>Where the first is at most the second.</source>
        <translation>前者不大于后者之处。</translation>
    </message>
    <message>
        <source>Where the first is greater.</source>
        <translation>前者较大之处。</translation>
    </message>
    <message>
        <source>Where the first is at least the second.</source>
        <translation>前者不小于后者之处。</translation>
    </message>
    <message>
        <source>Its size without the sign.</source>
        <translation>绝对值。</translation>
    </message>
    <message>
        <source>Its negative.</source>
        <translation>相反数。</translation>
    </message>
    <message>
        <source>The exponential function.</source>
        <translation>指数函数。</translation>
    </message>
    <message>
        <source>The natural logarithm.</source>
        <translation>自然对数。</translation>
    </message>
    <message>
        <source>The natural logarithm of 1 plus the value.</source>
        <translation>1 加该值的自然对数。</translation>
    </message>
    <message>
        <source>The square root.</source>
        <translation>平方根。</translation>
    </message>
    <message>
        <source>1 over the square root.</source>
        <translation>平方根的倒数。</translation>
    </message>
    <message>
        <source>The square.</source>
        <translation>平方。</translation>
    </message>
    <message>
        <source>1 over the value.</source>
        <translation>倒数。</translation>
    </message>
    <message>
        <source>The sine.</source>
        <translation>正弦。</translation>
    </message>
    <message>
        <source>The cosine.</source>
        <translation>余弦。</translation>
    </message>
    <message>
        <source>−1, 0 or 1.</source>
        <translation>取 −1、0 或 1。</translation>
    </message>
    <message>
        <source>Rounded down.</source>
        <translation>向下取整。</translation>
    </message>
    <message>
        <source>Rounded up.</source>
        <translation>向上取整。</translation>
    </message>
    <message>
        <source>The error function.</source>
        <translation>误差函数。</translation>
    </message>
    <message>
        <source>The smaller of two, value by value.</source>
        <translation>逐元素取两者中较小的。</translation>
    </message>
    <message>
        <source>The larger of two, value by value.</source>
        <translation>逐元素取两者中较大的。</translation>
    </message>
    <message>
        <source>From one tensor where a condition holds, from the other elsewhere.</source>
        <translation>条件成立处取一个张量的值，其余取另一个的值。</translation>
    </message>
    <message>
        <source>The mean along dimensions.</source>
        <translation>沿指定维度求均值。</translation>
    </message>
    <message>
        <source>The sum along dimensions.</source>
        <translation>沿指定维度求和。</translation>
    </message>
    <message>
        <source>The maximum along dimensions.</source>
        <translation>沿指定维度求最大值。</translation>
    </message>
    <message>
        <source>The minimum along dimensions.</source>
        <translation>沿指定维度求最小值。</translation>
    </message>
    <message>
        <source>Where along a dimension the maximum is.</source>
        <translation>最大值在一个维度上的位置。</translation>
    </message>
    <message>
        <source>The running sum along a dimension.</source>
        <translation>沿一个维度的累计和。</translation>
    </message>
    <message>
        <source>The standard deviation along dimensions.</source>
        <translation>沿指定维度求标准差。</translation>
    </message>
    <message>
        <source>The variance along dimensions.</source>
        <translation>沿指定维度求方差。</translation>
    </message>
    <message>
        <source>The logarithm of the sum of exponentials, computed safely.</source>
        <translation>指数之和的对数，以数值稳定的方式计算。</translation>
    </message>
    <message>
        <source>Products and sums over named dimensions: “bik,bkj-&gt;bij” is a batch of matrix products.</source>
        <translation>按命名的维度求积与求和：“bik,bkj-&gt;bij”是批量矩阵乘积。</translation>
    </message>
    <message>
        <source>Divided by its norm along a dimension.</source>
        <translation>沿一个维度除以范数。</translation>
    </message>
    <message>
        <source>The cosine of the angle between two vectors.</source>
        <translation>两个向量夹角的余弦。</translation>
    </message>
    <message>
        <source>The distance between two vectors.</source>
        <translation>两个向量之间的距离。</translation>
    </message>
    <message>
        <source>A copy that gradients pass through.</source>
        <translation>可让梯度通过的副本。</translation>
    </message>
    <message>
        <source>Complex numbers of a real and an imaginary part.</source>
        <translation>由实部和虚部组成的复数。</translation>
    </message>
    <message>
        <source>Complex numbers of a size and an angle.</source>
        <translation>由大小和角度组成的复数。</translation>
    </message>
    <message>
        <source>The real part.</source>
        <translation>实部。</translation>
    </message>
    <message>
        <source>The imaginary part of complex numbers.</source>
        <translation>复数的虚部。</translation>
    </message>
    <message>
        <source>Complex numbers with the imaginary part turned round.</source>
        <translation>虚部变号的复数。</translation>
    </message>
    <message>
        <source>The angle of complex numbers.</source>
        <translation>复数的角度。</translation>
    </message>
    <message>
        <source>Complex numbers as pairs in a last dimension.</source>
        <translation>复数作为最后一维里的一对数。</translation>
    </message>
    <message>
        <source>Pairs of a last dimension as complex numbers.</source>
        <translation>最后一维里的一对数作为复数。</translation>
    </message>
    <message>
        <source>A value of Python, as it is written.</source>
        <translation>Python 的值，照原样写出。</translation>
    </message>
    <message>
        <source>The shape, or the size of one dimension.</source>
        <translation>形状，或一个维度的大小。</translation>
    </message>
    <message>
        <source>How far apart neighbours lie in memory, in each dimension or in one.</source>
        <translation>各维度或一个维度上相邻值在内存中相隔多远。</translation>
    </message>
    <message>
        <source>How many dimensions it has.</source>
        <translation>有多少个维度。</translation>
    </message>
    <message>
        <source>How many values it has.</source>
        <translation>有多少个值。</translation>
    </message>
    <message>
        <source>The one value it has, as a number of Python.</source>
        <translation>它唯一的值，作为 Python 的数。</translation>
    </message>
    <message>
        <source>Its values as lists of Python.</source>
        <translation>它的值，作为 Python 的列表。</translation>
    </message>
    <message>
        <source>Whether its values lie in order in memory.</source>
        <translation>它的值在内存中是否依次排列。</translation>
    </message>
    <message>
        <source>Whether its numbers have a fraction.</source>
        <translation>它的数是否带小数。</translation>
    </message>
    <message>
        <source>Where in memory it begins.</source>
        <translation>它在内存中从哪里开始。</translation>
    </message>
    <message>
        <source>Where in its storage it begins.</source>
        <translation>它在存储中从哪里开始。</translation>
    </message>
    <message>
        <source>Its sizes.</source>
        <translation>它的大小。</translation>
    </message>
    <message>
        <source>The type of its numbers.</source>
        <translation>它的数的类型。</translation>
    </message>
    <message>
        <source>Where it lies.</source>
        <translation>它所在的设备。</translation>
    </message>
    <message>
        <source>Whether autograd keeps a gradient for it.</source>
        <translation>自动求导是否为它保留梯度。</translation>
    </message>
    <message>
        <source>Whether it was made, not computed.</source>
        <translation>它是否是创建的而不是算出的。</translation>
    </message>
    <message>
        <source>The step of autograd that computed it.</source>
        <translation>自动求导中算出它的那一步。</translation>
    </message>
    <message>
        <source>The gradient that backward left in it.</source>
        <translation>backward 留在它里面的梯度。</translation>
    </message>
    <message>
        <source>Its values without autograd, in the same memory.</source>
        <translation>不带自动求导的值，同一块内存。</translation>
    </message>
    <message>
        <source>The dimensions in reverse order.</source>
        <translation>维度的顺序反过来。</translation>
    </message>
    <message>
        <source>The last two dimensions swapped.</source>
        <translation>交换最后两个维度。</translation>
    </message>
    <message>
        <source>For classes: raw scores [N, C] against class numbers [N]; holds the softmax itself.</source>
        <translation>用于分类：比较原始得分 [N, C] 与类别编号 [N]；自带 softmax。</translation>
    </message>
    <message>
        <source>For numbers: the squared difference.</source>
        <translation>用于回归：差的平方。</translation>
    </message>
    <message>
        <source>For numbers: the absolute difference.</source>
        <translation>用于回归：差的绝对值。</translation>
    </message>
    <message>
        <source>For yes or no: raw scores against 0 and 1; holds the sigmoid itself.</source>
        <translation>用于二分类：比较原始得分与 0 和 1；自带 sigmoid。</translation>
    </message>
    <message>
        <source>For yes or no: probabilities against 0 and 1.</source>
        <translation>用于二分类：比较概率与 0 和 1。</translation>
    </message>
    <message>
        <source>For classes: log-probabilities against class numbers.</source>
        <translation>用于分类：比较对数概率与类别编号。</translation>
    </message>
    <message>
        <source>For numbers: squared for small differences, absolute for large ones.</source>
        <translation>用于回归：差小时取平方，差大时取绝对值。</translation>
    </message>
    <message>
        <source>For numbers with outliers: squared for small differences, straight beyond δ.</source>
        <translation>用于含离群值的回归：差小时取平方，超过 δ 后为线性。</translation>
    </message>
    <message>
        <source>A last linear layer and cross entropy in one, without keeping the scores; its weights are learned.</source>
        <translation>最后的线性层与交叉熵合而为一，不保存得分；它的权重可学习。</translation>
    </message>
    <message>
        <source>How far log-probabilities are from a distribution.</source>
        <translation>对数概率与某个分布的差距。</translation>
    </message>
    <message>
        <source>For counts: how unlikely they are under predicted rates.</source>
        <translation>用于计数：在预测的发生率下有多不可能。</translation>
    </message>
    <message>
        <source>For numbers: how unlikely they are under predicted means and variances.</source>
        <translation>用于回归：在预测的均值和方差下有多不可能。</translation>
    </message>
    <message>
        <source>For distances of pairs, marked 1 for alike and −1 for not.</source>
        <translation>用于成对的距离：1 表示相似，−1 表示不相似。</translation>
    </message>
    <message>
        <source>For pairs of vectors, marked 1 for alike and −1 for not: the angle between them.</source>
        <translation>用于成对的向量：按夹角计算，1 表示相似，−1 表示不相似。</translation>
    </message>
    <message>
        <source>For pairs of scores: which of the two should be larger.</source>
        <translation>用于成对的得分：两者中哪个应当更大。</translation>
    </message>
    <message>
        <source>An anchor should be nearer to its like than to another.</source>
        <translation>锚点应离同类更近，离异类更远。</translation>
    </message>
    <message>
        <source>The triplet loss in the form that takes any distance; here the Euclidean one.</source>
        <translation>可用任意距离的三元组损失；此处使用欧氏距离。</translation>
    </message>
    <message>
        <source>For classes: the right score should lead by a margin.</source>
        <translation>用于分类：正确类别的得分应领先一个间隔。</translation>
    </message>
    <message>
        <source>For several classes at once: each right score should lead by a margin.</source>
        <translation>用于多标签：每个正确标签的得分都应领先一个间隔。</translation>
    </message>
    <message>
        <source>For several classes at once: each a yes or no.</source>
        <translation>用于多标签：每个标签各判断是或否。</translation>
    </message>
    <message>
        <source>For two classes marked 1 and −1: the logistic loss.</source>
        <translation>用于标记为 1 和 −1 的两个类别：逻辑损失。</translation>
    </message>
    <message>
        <source>For sequences without alignment, as in speech: all ways to place the target.</source>
        <translation>用于未对齐的序列（如语音）：考虑目标的所有对齐方式。</translation>
    </message>
    <message>
        <source>Negative values keep the slope that arrives.</source>
        <translation>负值保留输入给出的斜率。</translation>
    </message>
    <message>
        <source>Softmax with random noise: a choice that gradients pass through.</source>
        <translation>带随机噪声的 softmax：梯度能通过的选择。</translation>
    </message>
    <message>
        <source>Multiplies the last dimension by the matrix that arrives.</source>
        <translation>最后一维乘以输入给出的矩阵。</translation>
    </message>
    <message>
        <source>Combines two inputs with the weights that arrive.</source>
        <translation>用输入给出的权重结合两个输入。</translation>
    </message>
    <message>
        <source>Slides the filters that arrive over a sequence.</source>
        <translation>用输入给出的卷积核滑过序列。</translation>
    </message>
    <message>
        <source>Slides the filters that arrive over an image.</source>
        <translation>用输入给出的卷积核滑过图像。</translation>
    </message>
    <message>
        <source>Slides the filters that arrive over a volume.</source>
        <translation>用输入给出的卷积核滑过体数据。</translation>
    </message>
    <message>
        <source>Spreads each point of a sequence through the filters that arrive.</source>
        <translation>把序列的每个点通过输入给出的卷积核展开。</translation>
    </message>
    <message>
        <source>Spreads each point of an image through the filters that arrive.</source>
        <translation>把图像的每个点通过输入给出的卷积核展开。</translation>
    </message>
    <message>
        <source>Spreads each point of a volume through the filters that arrive.</source>
        <translation>把体数据的每个点通过输入给出的卷积核展开。</translation>
    </message>
    <message>
        <source>Zeroes values at random.</source>
        <translation>随机把值置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of a sequence at random.</source>
        <translation>随机把序列的整个通道置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of an image at random.</source>
        <translation>随机把图像的整个通道置零。</translation>
    </message>
    <message>
        <source>Zeroes whole channels of a volume at random.</source>
        <translation>随机把体数据的整个通道置零。</translation>
    </message>
    <message>
        <source>Brings each channel to the mean and variance that arrive, or to those of the batch.</source>
        <translation>使每个通道符合输入给出的均值和方差，或批次自己的。</translation>
    </message>
    <message>
        <source>Brings each channel of each element to mean 0 and deviation 1.</source>
        <translation>使每个元素的每个通道均值为 0、标准差为 1。</translation>
    </message>
    <message>
        <source>The vector of each index, from the table that arrives.</source>
        <translation>从输入给出的表中取每个索引的向量。</translation>
    </message>
    <message>
        <source>Adds columns up into an image: the way back from unfold.</source>
        <translation>把各列加成图像：unfold 的逆操作。</translation>
    </message>
    <message>
        <source>Reads an image at the places that arrive.</source>
        <translation>在输入给出的位置读取图像。</translation>
    </message>
    <message>
        <source>The places an affine map of an image reads.</source>
        <translation>图像的仿射变换所读取的位置。</translation>
    </message>
    <message>
        <source>Steps scaled for each weight by running averages; a good first choice.</source>
        <translation>用滑动平均为每个权重调整步长；不错的首选。</translation>
    </message>
    <message>
        <source>Adam with weight decay apart from the gradient.</source>
        <translation>权重衰减与梯度分离的 Adam。</translation>
    </message>
    <message>
        <source>Straight down the gradient, with momentum if wanted.</source>
        <translation>沿梯度直接下降，可加动量。</translation>
    </message>
    <message>
        <source>Steps scaled by the root of the mean square gradient.</source>
        <translation>按梯度的均方根调整步长。</translation>
    </message>
    <message>
        <source>Steps scaled by their own running averages.</source>
        <translation>按步长自身的滑动平均调整步长。</translation>
    </message>
    <message>
        <source>Adam with far less memory, for large models.</source>
        <translation>内存占用小得多的 Adam，适合大模型。</translation>
    </message>
    <message>
        <source>Steps that shrink for weights that moved much.</source>
        <translation>变化多的权重步长逐渐减小。</translation>
    </message>
    <message>
        <source>Adam with the largest gradient in place of the mean square.</source>
        <translation>用最大梯度代替均方值的 Adam。</translation>
    </message>
    <message>
        <source>The average of the weights along the way.</source>
        <translation>取训练过程中权重的平均。</translation>
    </message>
    <message>
        <source>Follows the curvature; calls the model several times a step.</source>
        <translation>利用曲率信息；每步多次调用模型。</translation>
    </message>
    <message>
        <source>Orthogonal steps, for weight matrices alone.</source>
        <translation>正交化的更新，仅用于权重矩阵。</translation>
    </message>
    <message>
        <source>Adam with Nesterov momentum.</source>
        <translation>带 Nesterov 动量的 Adam。</translation>
    </message>
    <message>
        <source>Adam that starts carefully.</source>
        <translation>起步更谨慎的 Adam。</translation>
    </message>
    <message>
        <source>The gradient&apos;s sign alone, with a step size for each weight.</source>
        <translation>只用梯度的符号，每个权重各有步长。</translation>
    </message>
    <message>
        <source>Adam for sparse gradients, as embeddings can give them.</source>
        <translation>用于稀疏梯度（例如来自嵌入层）的 Adam。</translation>
    </message>
    <message>
        <source>A function of torch, with the ports and arguments it has there.</source>
        <translation>torch 的函数，端口和参数与 torch 中一样。</translation>
    </message>
    <message>
        <source>A method of tensors, with the ports and arguments it has in torch.</source>
        <translation>张量的方法，端口和参数与 torch 中一样。</translation>
    </message>
    <message>
        <source>A method of tensors that writes its result over its input.</source>
        <translation>张量的方法，把结果写在输入上。</translation>
    </message>
    <message>
        <source>Puts a number, or a list of numbers, in the place of values.</source>
        <translation>把一个数或一列数放到这些值的位置。</translation>
    </message>
    <message>
        <source>Adds a number to values.</source>
        <translation>给这些值加上一个数。</translation>
    </message>
    <message>
        <source>Takes a number from values.</source>
        <translation>从这些值中减去一个数。</translation>
    </message>
    <message>
        <source>Multiplies values by a number.</source>
        <translation>把这些值乘以一个数。</translation>
    </message>
    <message>
        <source>Divides values by a number.</source>
        <translation>把这些值除以一个数。</translation>
    </message>
</context>
<context>
    <name>NodeTitle</name>
    <message>
        <source>Input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>输出</translation>
    </message>
    <message>
        <source>Digits</source>
        <translation>手写数字</translation>
    </message>
    <message>
        <source>Fashion-MNIST</source>
        <translation>Fashion-MNIST</translation>
    </message>
    <message>
        <source>Iris</source>
        <translation>鸢尾花</translation>
    </message>
    <message>
        <source>Wine</source>
        <translation>葡萄酒</translation>
    </message>
    <message>
        <source>Breast cancer</source>
        <translation>乳腺癌</translation>
    </message>
    <message>
        <source>Diabetes</source>
        <translation>糖尿病</translation>
    </message>
    <message>
        <source>Moons</source>
        <translation>双月牙</translation>
    </message>
    <message>
        <source>Circles</source>
        <translation>同心圆</translation>
    </message>
    <message>
        <source>Spirals</source>
        <translation>双螺旋</translation>
    </message>
    <message>
        <source>XOR</source>
        <translation>异或</translation>
    </message>
    <message>
        <source>Sine</source>
        <translation>正弦波</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV 文件</translation>
    </message>
    <message>
        <source>Parquet file</source>
        <translation>Parquet 文件</translation>
    </message>
    <message>
        <source>NumPy arrays</source>
        <translation>NumPy 数组</translation>
    </message>
    <message>
        <source>Image folder</source>
        <translation>图像文件夹</translation>
    </message>
    <message>
        <source>Text file</source>
        <translation>文本文件</translation>
    </message>
    <message>
        <source>Constant</source>
        <translation>常量</translation>
    </message>
    <message>
        <source>len</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>is_available</source>
        <translation>有无显卡</translation>
    </message>
    <message>
        <source>device_count</source>
        <translation>显卡数量</translation>
    </message>
    <message>
        <source>get_device_name</source>
        <translation>显卡名称</translation>
    </message>
    <message>
        <source>backward</source>
        <translation>backward</translation>
    </message>
    <message>
        <source>assign [ ]</source>
        <translation>按下标赋值</translation>
    </message>
    <message>
        <source>Custom layer</source>
        <translation>自定义层</translation>
    </message>
    <message>
        <source>Custom layer with parameters</source>
        <translation>带参数的自定义层</translation>
    </message>
    <message>
        <source>Custom function</source>
        <translation>自定义函数</translation>
    </message>
    <message>
        <source>Custom loss</source>
        <translation>自定义损失函数</translation>
    </message>
    <message>
        <source>Custom Dataset</source>
        <translation>自定义数据集</translation>
    </message>
</context>
<context>
    <name>Problem</name>
    <message>
        <source>{argument} of {node} refers to “{name}”, which the block does not expose.</source>
        <translation>{node} 的 {argument} 引用了“{name}”，但所在的块没有公开这个参数。</translation>
    </message>
    <message>
        <source>{node} is kept by the module, which makes it before anything arrives: write a value for {argument}, or do not keep it.</source>
        <translation>{node} 由模块保存，在任何输入到来之前就已创建：请为 {argument} 写一个值，或不要保存它。</translation>
    </message>
    <message>
        <source>{argument} of {node} is set by the block’s instances, which have no wire for it: write a value.</source>
        <translation>{node} 的 {argument} 由块的实例设置，而实例没有为它准备连线：请写一个值。</translation>
    </message>
    <message>
        <source>Nothing is wired to {port} of {node}.</source>
        <translation>{node} 的 {port} 端口没有连线。</translation>
    </message>
    <message>
        <source>{node} needs a wire to {argument}, or a value for it.</source>
        <translation>{node} 的 {argument} 需要一条连线或一个值。</translation>
    </message>
    <message>
        <source>{node} needs a value for {argument}.</source>
        <translation>{node} 需要给出 {argument} 的值。</translation>
    </message>
    <message>
        <source>Reshaping keeps the number of values; these sizes hold another.</source>
        <translation>变形不改变值的个数；这些大小对应的个数不同。</translation>
    </message>
    <message>
        <source>view needs values in one piece in memory; reshape copies where it must.</source>
        <translation>view 要求值在内存中连续存放；reshape 会在必要时复制。</translation>
    </message>
    <message>
        <source>Sizes must be equal, or 1, dimension by dimension from the last.</source>
        <translation>从最后一维起，各维大小必须相等或为 1。</translation>
    </message>
    <message>
        <source>Only the dimension that is joined may differ.</source>
        <translation>只有拼接的那一维可以不同。</translation>
    </message>
    <message>
        <source>Tensors that are joined need equally many dimensions.</source>
        <translation>要拼接的张量维数必须相同。</translation>
    </message>
    <message>
        <source>The last size of one must be the other’s next-to-last.</source>
        <translation>前者最后一维的大小必须等于后者倒数第二维的大小。</translation>
    </message>
    <message>
        <source>Dimensions count from 0, or from −1 at the end.</source>
        <translation>维度从 0 数起，或从末尾的 −1 数起。</translation>
    </message>
    <message>
        <source>The window is larger than the image with its padding.</source>
        <translation>窗口比填充后的图像还大。</translation>
    </message>
    <message>
        <source>The image is too small for this window and stride: nothing would be left.</source>
        <translation>对这样的窗口和步幅，图像太小：什么也剩不下。</translation>
    </message>
    <message>
        <source>It computes with floats only: convert with “float” before.</source>
        <translation>它只能计算浮点数：请先用“float”转换。</translation>
    </message>
    <message>
        <source>The numbers are of two types, which torch does not mix here: convert with “to”.</source>
        <translation>这些数属于两种类型，torch 在此不混用：请用“to”转换。</translation>
    </message>
    <message>
        <source>The sizes do not share out evenly.</source>
        <translation>大小不能整除。</translation>
    </message>
    <message>
        <source>The new sizes must multiply up to the old one.</source>
        <translation>新的各维大小之积必须等于原来的大小。</translation>
    </message>
    <message>
        <source>Indices are whole numbers (int64).</source>
        <translation>索引必须是整数（int64）。</translation>
    </message>
    <message>
        <source>Its shape depends on values: it is known only when it runs.</source>
        <translation>它的形状取决于数值：只有运行时才知道。</translation>
    </message>
    <message>
        <source>What is written over keeps its type, and whole numbers cannot hold what this computes.</source>
        <translation>被改写的张量保持原来的类型，而整数装不下这里算出的结果。</translation>
    </message>
    <message>
        <source>Lists side by side must be equally long: a tensor has no gaps.</source>
        <translation>并列的列表必须一样长：张量里没有空缺。</translation>
    </message>
    <message>
        <source>Classes count from 0, and there are as many as the prediction has scores.</source>
        <translation>类别从 0 数起，预测有多少个分数就有多少个类别。</translation>
    </message>
    <message>
        <source>An index is 0 or more, and less than the number of rows.</source>
        <translation>下标不小于 0，并且小于行数。</translation>
    </message>
    <message>
        <source>The gradient has one number for each of the tensor that backward starts from.</source>
        <translation>backward 从哪个张量出发，梯度就对其中每个数各有一个数。</translation>
    </message>
    <message>
        <source>A tensor holds numbers, not text.</source>
        <translation>张量里是数，不是文字。</translation>
    </message>
    <message>
        <source>The new order must name every dimension once.</source>
        <translation>新的顺序必须把每个维度各写一次。</translation>
    </message>
    <message>
        <source>Only a tensor of one value is a number of Python.</source>
        <translation>只有含一个值的张量才能成为 Python 的数。</translation>
    </message>
    <message>
        <source>The step leads away from the end: turn its sign, or swap start and end.</source>
        <translation>步长背离终点：请改变它的符号，或交换 start 和 end。</translation>
    </message>
    <message>
        <source>Places count from 0, or from −1 at the end.</source>
        <translation>位置从 0 数起，或从末尾的 −1 数起。</translation>
    </message>
    <message>
        <source>With steps of 0 the end is never reached.</source>
        <translation>步长为 0 时永远到不了终点。</translation>
    </message>
    <message>
        <source>Tensors that are stacked must be of one shape.</source>
        <translation>要堆叠的张量形状必须相同。</translation>
    </message>
    <message>
        <source>t swaps the two dimensions of a matrix; of more, transpose says which.</source>
        <translation>t 交换矩阵的两个维度；维度更多时，用 transpose 指明是哪两个。</translation>
    </message>
    <message>
        <source>Sizes are 0 or more.</source>
        <translation>大小必须是 0 或更大。</translation>
    </message>
    <message>
        <source>The form of its result depends on the size of the batch.</source>
        <translation>它的结果的形式取决于批次大小。</translation>
    </message>
    <message>
        <source>The number is too large for any computer: make it smaller.</source>
        <translation>这个数对任何计算机都太大：请改小。</translation>
    </message>
    <message>
        <source>{node} would read {argument} off the batch: {got} arrives.</source>
        <translation>{node} 会从批次维推断 {argument}：传入的是 {got}。</translation>
    </message>
    <message>
        <source>A layer’s size cannot follow the batch: perhaps a dimension is missing.</source>
        <translation>层的大小不能取决于批次：可能缺少一个维度。</translation>
    </message>
    <message>
        <source>{node} reads {argument} off a dimension that {got} does not have.</source>
        <translation>{node} 要从 {got} 没有的维度推断 {argument}。</translation>
    </message>
    <message>
        <source>The tensor has too few dimensions.</source>
        <translation>张量的维数太少。</translation>
    </message>
    <message>
        <source>{node} cannot read {argument} off a size that is known only when it runs ({got}): write a number.</source>
        <translation>{node} 无法从运行时才知道的大小（{got}）读出 {argument}：请写一个数。</translation>
    </message>
    <message>
        <source>What {node} gives follows the values that arrive, so its shape is known only when it runs.</source>
        <translation>{node} 的结果取决于到来的值，因此形状在运行时才知道。</translation>
    </message>
    <message>
        <source>{node} works on {expected}, but {got} arrives.</source>
        <translation>{node} 需要 {expected}，但传入的是 {got}。</translation>
    </message>
    <message>
        <source>The batch dimension is missing.</source>
        <translation>缺少批次维。</translation>
    </message>
    <message>
        <source>The dimension of channels is missing, between the batch and the space.</source>
        <translation>缺少批次维与空间维之间的通道维。</translation>
    </message>
    <message>
        <source>It takes another number of dimensions.</source>
        <translation>它需要的维数与此不同。</translation>
    </message>
    <message>
        <source>{node} computes with float32, but {got} arrives.</source>
        <translation>{node} 用 float32 计算，但传入的是 {got}。</translation>
    </message>
    <message>
        <source>Its weights are float32, and torch does not mix types here. Convert with “to”, or embed indices first.</source>
        <translation>它的权重是 float32，torch 在这里不能混用类型。请用“to”转换，或先对索引做嵌入。</translation>
    </message>
    <message>
        <source>{node} cannot be made: {reason}</source>
        <translation>无法创建 {node}：{reason}</translation>
    </message>
    <message>
        <source>{node} cannot run on {got}: {reason}</source>
        <translation>{node} 无法处理 {got}：{reason}</translation>
    </message>
    <message>
        <source>The parameters of {node} need {size}: make it smaller.</source>
        <translation>{node} 的参数需要 {size}：请改小一些。</translation>
    </message>
    <message>
        <source>One sample’s result of {node} needs {size}: make it smaller.</source>
        <translation>{node} 处理一个样本的结果就需要 {size}：请改小一些。</translation>
    </message>
    <message>
        <source>at most 64 GiB</source>
        <translation>最多 64 GiB</translation>
    </message>
    <message>
        <source>{node}: {warning}</source>
        <translation>{node}：{warning}</translation>
    </message>
    <message>
        <source>{node} expects {argument} = {expected}, but {got} arrives ({found}).</source>
        <translation>{node} 期望 {argument} = {expected}，但传入的是 {got}（{found}）。</translation>
    </message>
    <message>
        <source>It must be the size of that dimension of the input.</source>
        <translation>它必须等于输入在该维度上的大小。</translation>
    </message>
    <message>
        <source>With {argument} = {value} {node} is too large for any computer: make it smaller.</source>
        <translation>{argument} = {value} 时，{node} 对任何计算机都太大：请改小。</translation>
    </message>
    <message>
        <source>{node} learns from float predictions, but {got} arrives.</source>
        <translation>{node} 需要浮点预测值，但传入的是 {got}。</translation>
    </message>
    <message>
        <source>{node} compares with class numbers, but {got} arrives as target, which is read as numbers: set the task of the data to classification, or take a loss of numbers such as MSELoss.</source>
        <translation>{node} 的目标应为类别编号，但传入的目标是 {got}，被当作数值读取：请把数据的 task 设为 classification，或改用比较数值的损失，例如 MSELoss。</translation>
    </message>
    <message>
        <source>{node} compares with float numbers, but {got} arrives as target.</source>
        <translation>{node} 的目标应为浮点数，但传入的目标是 {got}。</translation>
    </message>
    <message>
        <source>Its targets are probabilities, as floats.</source>
        <translation>它的目标是浮点数表示的概率。</translation>
    </message>
    <message>
        <source>equal shapes</source>
        <translation>相同的形状</translation>
    </message>
    <message>
        <source>{node} chooses between classes, but {got} has one column only.</source>
        <translation>{node} 要在多个类别中选择，但 {got} 只有一列。</translation>
    </message>
    <message>
        <source>{node} has {count} class weights, but {got} has {classes} classes.</source>
        <translation>{node} 有 {count} 个类别权重，但 {got} 有 {classes} 个类别。</translation>
    </message>
    <message>
        <source>One row of scores per sample is needed: two dimensions.</source>
        <translation>每个样本需要一行得分：共两个维度。</translation>
    </message>
    <message>
        <source>Prediction and target count the samples differently.</source>
        <translation>预测值与目标的样本数不同。</translation>
    </message>
    <message>
        <source>Each number of the prediction is compared with one of the target.</source>
        <translation>预测值中的每个数都与目标中的一个数比较。</translation>
    </message>
    <message>
        <source>{node} cannot compare {got}.</source>
        <translation>{node} 无法比较 {got}。</translation>
    </message>
    <message>
        <source>what arrives</source>
        <translation>传入的内容</translation>
    </message>
    <message>
        <source>{node} would compare every sample with every target: {got}.</source>
        <translation>{node} 会把每个样本与每个目标都比较一遍：{got}。</translation>
    </message>
    <message>
        <source>{node} would compare one number with several: {got}.</source>
        <translation>{node} 会把一个数与多个数比较：{got}。</translation>
    </message>
    <message>
        <source>Unequal shapes are stretched over each other.</source>
        <translation>形状不同的张量会被广播后相互比较。</translation>
    </message>
    <message>
        <source>Whole numbers have no gradient.</source>
        <translation>整数没有梯度。</translation>
    </message>
    <message>
        <source>Whole numbers as targets are class numbers: CrossEntropyLoss takes them, with N×C scores.</source>
        <translation>整数目标是类别编号：请用 CrossEntropyLoss，并给出 N×C 的得分。</translation>
    </message>
    <message>
        <source>Class numbers are whole numbers (int64), one for each sample.</source>
        <translation>类别编号是整数（int64），每个样本一个。</translation>
    </message>
    <message>
        <source>Float targets are quantities: MSELoss compares with those.</source>
        <translation>浮点目标表示数量：MSELoss 用于比较数量。</translation>
    </message>
    <message>
        <source>With one class the loss is always 0, whatever the network says.</source>
        <translation>只有一个类别时，无论网络输出什么，损失总是 0。</translation>
    </message>
    <message>
        <source>While running line {line} of its code: {words} ({error})</source>
        <translation>运行其代码第 {line} 行时：{words}（{error}）</translation>
    </message>
    <message>
        <source>{words} ({error})</source>
        <translation>{words}（{error}）</translation>
    </message>
    <message>
        <source>While running: {words} ({error})</source>
        <translation>运行时：{words}（{error}）</translation>
    </message>
    <message>
        <source>{node}: {reason}</source>
        <translation>{node}：{reason}</translation>
    </message>
    <message>
        <source>{node} refers to “{name}”, which its block does not expose.</source>
        <translation>{node} 引用了“{name}”，但它所在的块没有公开这个参数。</translation>
    </message>
    <message>
        <source>{node} has no argument “{argument}”; its block exposes none.</source>
        <translation>{node} 没有参数“{argument}”；它的块没有公开任何参数。</translation>
    </message>
    <message>
        <source>{node} has no argument “{argument}”; its block exposes: {names}.</source>
        <translation>{node} 没有参数“{argument}”；它的块公开的参数有：{names}。</translation>
    </message>
    <message>
        <source>Inside {node}: {reason}</source>
        <translation>{node} 内部：{reason}</translation>
    </message>
    <message>
        <source>{node} belongs in the main graph: blocks hold no data and no losses.</source>
        <translation>{node} 应放在主图中：块里不能有数据源和损失函数。</translation>
    </message>
    <message>
        <source>nn.Module has a “{name}” of its own: give this node another name.</source>
        <translation>nn.Module 自带“{name}”：请给这个节点换个名称。</translation>
    </message>
    <message>
        <source>There is no network yet: wire data or an Input into a layer.</source>
        <translation>还没有网络：请把数据或 Input 连接到一个层。</translation>
    </message>
    <message>
        <source>{node} could not be run, so the code cannot be written.</source>
        <translation>{node} 无法运行，因此不能生成代码。</translation>
    </message>
    <message>
        <source>{node} comes after a loss, where only arithmetic may stand.</source>
        <translation>{node} 位于损失函数之后，那里只能放算术运算。</translation>
    </message>
    <message>
        <source>{node} applies {activation} itself: what arrives has been through one already.</source>
        <translation>{node} 自身会应用 {activation}：而输入已经应用过一次。</translation>
    </message>
    <message>
        <source>scores</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>probabilities</source>
        <translation>概率</translation>
    </message>
    <message>
        <source>{node} gives many losses, but training needs one number: add a mean.</source>
        <translation>{node} 给出多个损失值，但训练只需要一个数：请加上 mean。</translation>
    </message>
    <message>
        <source>scalar</source>
        <translation>标量</translation>
    </message>
    <message>
        <source>{node} leads to no output and no loss: it is left out of the code.</source>
        <translation>{node} 没有通向任何输出或损失：生成代码时会略去它。</translation>
    </message>
    <message>
        <source>There is no node kind “{kind}”; did you mean {close}?</source>
        <translation>没有名为“{kind}”的节点类型；您是不是要找 {close}？</translation>
    </message>
    <message>
        <source>There is no node kind “{kind}”; `guinet nodes` lists them.</source>
        <translation>没有节点种类“{kind}”；运行 `guinet nodes` 可列出全部种类。</translation>
    </message>
    <message>
        <source>There is a node named {name} already: choose another name.</source>
        <translation>已有名为 {name} 的节点：请换一个名称。</translation>
    </message>
    <message>
        <source>{name} has no input and output to be put on a wire with.</source>
        <translation>{name} 没有可供插入连线的输入和输出。</translation>
    </message>
    <message>
        <source>tensor</source>
        <translation>张量</translation>
    </message>
    <message>
        <source>number</source>
        <translation>数值</translation>
    </message>
    <message>
        <source>list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>value of any kind</source>
        <translation>任意类型的值</translation>
    </message>
    <message>
        <source>The node of this wire is not there.</source>
        <translation>这条连线的节点不存在。</translation>
    </message>
    <message>
        <source>{target}.{port} takes a {expected}, but this wire carries a {got}.</source>
        <translation>{target}.{port} 接受 {expected}，但这条连线传来的是 {got}。</translation>
    </message>
    <message>
        <source>These two ports are wired already.</source>
        <translation>这两个端口已经连接。</translation>
    </message>
    <message>
        <source>This wire would lead from {target} back into itself: wire it to another node.</source>
        <translation>这条连线会从 {target} 又连回它自己：请把它连到另一个节点。</translation>
    </message>
    <message>
        <source>This wire would close a cycle: {target} already leads to {source}.</source>
        <translation>这条连线会形成环路：{target} 已经通向 {source}。</translation>
    </message>
    <message>
        <source>The block {block} cannot be put inside itself.</source>
        <translation>块 {block} 不能放进它自己里面。</translation>
    </message>
    <message>
        <source>A wire leads to a node that is not there ({id}).</source>
        <translation>有一条连线指向不存在的节点（{id}）。</translation>
    </message>
    <message>
        <source>A wire comes from a node that is not there ({id}).</source>
        <translation>有一条连线来自不存在的节点（{id}）。</translation>
    </message>
    <message>
        <source>{node}.{port} takes one wire, but has several.</source>
        <translation>{node}.{port} 只能接一条连线，但现在有多条。</translation>
    </message>
    <message>
        <source>A wire comes from “{port}”, a port {node} does not have.</source>
        <translation>有一条连线来自 {node} 没有的端口“{port}”。</translation>
    </message>
    <message>
        <source>“{name}” is not a name in a container: write it as in layers.0 or heads.left.</source>
        <translation>“{name}”不是容器中的名称：请写成 layers.0 或 heads.left 这样。</translation>
    </message>
    <message>
        <source>“{name}” is not a name Python allows: use letters, digits and _.</source>
        <translation>“{name}”不是合法的 Python 名称：请使用字母、数字和 _。</translation>
    </message>
    <message>
        <source>“{name}” is a word of Python&apos;s own: choose another name.</source>
        <translation>“{name}”是 Python 的关键字：请换个名称。</translation>
    </message>
    <message>
        <source>Several nodes are named {name}: choose another name for all but one.</source>
        <translation>有多个节点都叫 {name}：请只保留一个，其余换名。</translation>
    </message>
    <message>
        <source>“{name}” names something in a container, which only layers can be.</source>
        <translation>“{name}”指容器中的成员，而只有层可以放在容器里。</translation>
    </message>
    <message>
        <source>“{name}” lies in a container that is another node&apos;s name: rename one.</source>
        <translation>“{name}”所在的容器与另一节点重名：请给其中一个改名。</translation>
    </message>
    <message>
        <source>{name} is of a kind this GuiNet does not know ({kind}): did you mean {close}?</source>
        <translation>{name} 的类型此版本的 GuiNet 不认识（{kind}）：您是不是要用 {close}？</translation>
    </message>
    <message>
        <source>{name} is of a kind this GuiNet does not know ({kind}): replace it, or open it where it was made.</source>
        <translation>{name} 属于此版本 GuiNet 不认识的种类（{kind}）：请替换它，或用制作它的版本打开。</translation>
    </message>
    <message>
        <source>These nodes feed each other in a cycle: {names}. Remove one wire.</source>
        <translation>这些节点首尾相连形成了环路：{names}。请删除一条连线。</translation>
    </message>
    <message>
        <source>{name} puts the block {block} inside itself: remove it.</source>
        <translation>{name} 把块 {block} 放进了它自己里面：请删除。</translation>
    </message>
    <message>
        <source>To make one, another would have to be made first, and so on.</source>
        <translation>要造出一个，得先造出另一个，如此没有尽头。</translation>
    </message>
    <message>
        <source>{node} has no output ports.</source>
        <translation>{node} 没有输出端口。</translation>
    </message>
    <message>
        <source>{node} has no output port “{port}”; it has: {ports}.</source>
        <translation>{node} 没有输出端口“{port}”；现有端口：{ports}。</translation>
    </message>
    <message>
        <source>{node} has no input ports.</source>
        <translation>{node} 没有输入端口。</translation>
    </message>
    <message>
        <source>{node} has no input port “{port}”; it has: {ports}.</source>
        <translation>{node} 没有输入端口“{port}”；现有端口：{ports}。</translation>
    </message>
    <message>
        <source>A wire leads to “{port}”, a port {node} does not have.</source>
        <translation>有一条连线指向 {node} 没有的端口“{port}”。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a whole number.</source>
        <translation>{argument} 是 {value}，但必须是整数。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a number.</source>
        <translation>{argument} 是 {value}，但必须是数值。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be true or false.</source>
        <translation>{argument} 是 {value}，但必须是 true 或 false。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be text.</source>
        <translation>{argument} 是 {value}，但必须是文本。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be the path of a file.</source>
        <translation>{argument} 是 {value}，但必须是文件路径。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be the path of a folder.</source>
        <translation>{argument} 是 {value}，但必须是文件夹的路径。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more whole numbers.</source>
        <translation>{argument} 是 {value}，但必须是一个或多个整数。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a list of whole numbers.</source>
        <translation>{argument} 是 {value}，但必须是整数列表。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more numbers.</source>
        <translation>{argument} 是 {value}，但必须是一个或多个数值。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but its numbers must be finite.</source>
        <translation>{argument} 是 {value}，但其中的数值必须是有限的。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be what Python&apos;s brackets take, such as 0, :, 1:3.</source>
        <translation>{argument} 是 {value}，但必须是 Python 方括号里的写法，例如 0, :, 1:3。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be a list of names.</source>
        <translation>{argument} 是 {value}，但必须是名称列表。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be arithmetic such as 0.95 ** epoch.</source>
        <translation>{argument} 是 {value}，但必须是 0.95 ** epoch 这样的算式。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one of: {choices}.</source>
        <translation>{argument} 是 {value}，但必须是其中之一：{choices}。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be one or more whole numbers, or one of: {choices}.</source>
        <translation>{argument} 是 {value}，但必须是一个或多个整数，或其中之一：{choices}。</translation>
    </message>
    <message>
        <source>{argument} needs a value.</source>
        <translation>{argument} 需要一个值。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but takes one number or {length}.</source>
        <translation>{argument} 是 {value}，但应为 1 个或 {length} 个数。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be at least {minimum}.</source>
        <translation>{argument} 是 {value}，但不能小于 {minimum}。</translation>
    </message>
    <message>
        <source>{argument} is {value}, but must be at most {maximum}.</source>
        <translation>{argument} 是 {value}，但不能大于 {maximum}。</translation>
    </message>
    <message>
        <source>{argument} is larger than any size can be; use a smaller number.</source>
        <translation>{argument} 超出了尺寸的上限，请用小一些的数。</translation>
    </message>
    <message>
        <source>{argument} must be between {minimum} and {maximum}.</source>
        <translation>{argument} 必须在 {minimum} 与 {maximum} 之间。</translation>
    </message>
    <message>
        <source>{argument} is settled before anything arrives, so it cannot come from a wire: write a value.</source>
        <translation>{argument} 在任何输入到来之前就已确定，不能来自连线：请写一个值。</translation>
    </message>
    <message>
        <source>{title} has no argument “{name}”; it has: {names}.</source>
        <translation>{title} 没有参数“{name}”；现有参数：{names}。</translation>
    </message>
    <message>
        <source>{title} has no argument “{name}”; did you mean {names}?</source>
        <translation>{title} 没有参数“{name}”；是不是想写 {names}？</translation>
    </message>
    <message>
        <source>{title} has no argument “{name}”: it takes none.</source>
        <translation>{title} 没有参数“{name}”：它不接受任何参数。</translation>
    </message>
    <message>
        <source>{argument}: “{text}” could not be read; write it like {example}.</source>
        <translation>{argument}：无法理解“{text}”；请写成 {example} 这样。</translation>
    </message>
    <message>
        <source>A training runs already: stop it first.</source>
        <translation>已有训练正在进行：请先停止。</translation>
    </message>
    <message>
        <source>An evaluation does not end: stop it first.</source>
        <translation>有一次求值没有结束：请先停止。</translation>
    </message>
    <message>
        <source>An export runs already: wait for its end.</source>
        <translation>已有导出正在进行：请等待其结束。</translation>
    </message>
    <message>
        <source>Run {run} is still running: stop it first, or start a new run</source>
        <translation>运行 {run} 仍在进行：请先停止，或开始新的运行</translation>
    </message>
    <message>
        <source>The network&apos;s code is no longer what it was when run {run} began</source>
        <translation>网络的代码已不是运行 {run} 开始时的样子</translation>
    </message>
    <message>
        <source>Run {run} was trained with {then}, but the project now says {now}: set it back, or start a new run</source>
        <translation>运行 {run} 使用 {then} 训练，但项目现在写的是 {now}：请改回，或开始新的运行</translation>
    </message>
    <message>
        <source>The checkpoint of run {run} does not fit the project: start a new run</source>
        <translation>运行 {run} 的检查点与项目不符：请开始新的运行</translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size.</source>
        <translation>{device} 的内存不够，放不下大小为 {batch} 的批次：请减小 batch_size。</translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for batches of {batch}: choose a smaller batch_size, or the device “cpu”.</source>
        <translation>{device} 上的内存不足以处理大小为 {batch} 的批次：请选择更小的 batch_size，或选择设备“cpu”。</translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for the weights of {node}, which take {size} with their gradients and what {optimizer} keeps: make it smaller.</source>
        <translation>{device} 的内存不够，放不下 {node} 的权重，它们连同梯度和 {optimizer} 保存的状态共占 {size}：请把它改小。</translation>
    </message>
    <message>
        <source>There is not enough memory on {device} for the weights of {node}, which take {size} with their gradients and what {optimizer} keeps: make it smaller, or choose the device “cpu”.</source>
        <translation>{device} 的内存不够，放不下 {node} 的权重，它们连同梯度和 {optimizer} 保存的状态共占 {size}：请把它改小，或选择设备“cpu”。</translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: the data itself has such values in “{port}”. Mend it.</source>
        <translation>损失在第 {step} 步变成了 {loss}：数据的“{port}”本身就含有这样的值。请修正数据。</translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: the weights {path} of {node} had stopped being finite. Lower the learning rate.</source>
        <translation>损失在第 {step} 步变成了 {loss}：{node} 的权重 {path} 已不再是有限值。请降低学习率。</translation>
    </message>
    <message>
        <source>The loss became {loss} at step {step}: {node} was the first to give a value that is not finite. Lower the learning rate, or keep what goes into {node} in range.</source>
        <translation>损失在第 {step} 步变成了 {loss}：{node} 最先给出非有限值。请降低学习率，或限制 {node} 输入值的范围。</translation>
    </message>
    <message>
        <source>The network has no parameters, so there is nothing to train: add a layer such as Linear.</source>
        <translation>网络没有参数，无可训练：请添加 Linear 之类的层。</translation>
    </message>
    <message>
        <source>All parameters are frozen, so there is nothing to train: take “frozen” off a group.</source>
        <translation>所有参数都已冻结，没有可训练的内容：请取消某个参数组的“frozen”。</translation>
    </message>
    <message>
        <source>{optimizer} refuses its arguments: {reason}. Change the setting.</source>
        <translation>{optimizer} 不接受这些参数：{reason}。请修改设置。</translation>
    </message>
    <message>
        <source>No parameter is called “{pattern}”, for which there is a group; there are: {paths}.</source>
        <translation>参数组“{pattern}”没有匹配的参数；现有参数：{paths}。</translation>
    </message>
    <message>
        <source>There is no training setting “{name}”; there are: {names}.</source>
        <translation>没有名为“{name}”的训练设置；可用的有：{names}。</translation>
    </message>
    <message>
        <source>There is no training setting “{name}”; did you mean {names}?</source>
        <translation>没有名为“{name}”的训练设置；您是不是要用 {names}？</translation>
    </message>
    <message>
        <source>There is no optimiser “{optimizer}”; choose one of {known}.</source>
        <translation>没有优化器“{optimizer}”；请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>There is no optimiser “{optimizer}”; did you mean {known}?</source>
        <translation>没有名为“{optimizer}”的优化器；您是不是要用 {known}？</translation>
    </message>
    <message>
        <source>There is no scheduler “{scheduler}”; choose one of {known}.</source>
        <translation>没有学习率调度器“{scheduler}”；请从 {known} 中选择。</translation>
    </message>
    <message>
        <source>There is no scheduler “{scheduler}”; did you mean {known}?</source>
        <translation>没有名为“{scheduler}”的学习率调度器；您是不是要用 {known}？</translation>
    </message>
    <message>
        <source>{scheduler} is made of other schedulers; add some.</source>
        <translation>{scheduler} 由别的调度器组成；请添加几个。</translation>
    </message>
    <message>
        <source>{scheduler} cannot be made of “{part}”; choose one of {known}.</source>
        <translation>{scheduler} 不能由“{part}”组成；请从 {known} 中选一个。</translation>
    </message>
    <message>
        <source>{parts} schedulers one after the other need {count} milestones, each larger than the last, not {milestones}.</source>
        <translation>{parts} 个先后相接的调度器需要 {count} 个 milestones，一个比一个大，而不是 {milestones}。</translation>
    </message>
    <message>
        <source>{scheduler} needs a value for {argument}; set {key}.</source>
        <translation>{scheduler} 需要给出 {argument} 的值；请设置 {key}。</translation>
    </message>
    <message>
        <source>“{name}” is no group of parameters; write groups.PATTERN.ARGUMENT, such as groups.features.*.lr.</source>
        <translation>“{name}”不是参数组；请写成 groups.PATTERN.ARGUMENT 的形式，例如 groups.features.*.lr。</translation>
    </message>
    <message>
        <source>The training failed: {error}</source>
        <translation>训练失败：{error}</translation>
    </message>
    <message>
        <source>There is no loss to train with: add one, such as CrossEntropyLoss, and wire the network&apos;s output and the data&apos;s target into it.</source>
        <translation>没有用于训练的损失函数：请添加一个（例如 CrossEntropyLoss），并把网络的输出和数据的目标连接到它。</translation>
    </message>
    <message>
        <source>No data feeds the network: add a data source and wire it in.</source>
        <translation>网络没有数据输入：请添加数据源并连接进来。</translation>
    </message>
    <message>
        <source>{node} gets no data in training: wire {data} in its place.</source>
        <translation>{node} 在训练时得不到数据：请改接 {data}。</translation>
    </message>
    <message>
        <source>The network trains on one data source, but several feed it ({names}): wire only one of them.</source>
        <translation>网络只能用一个数据源训练，但现在接了多个（{names}）：请只连接其中一个。</translation>
    </message>
    <message>
        <source>The network takes {names}, but a prediction starts from one input.</source>
        <translation>网络有多个输入 {names}，但预测只能从一个输入开始。</translation>
    </message>
    <message>
        <source>Nothing to train yet: add a data source, layers and a loss, and wire them together.</source>
        <translation>还没有可训练的内容：请添加数据源、层和损失，并用连线连接起来。</translation>
    </message>
    <message>
        <source>The layer that {name} is to use is gone: give {name} its own.</source>
        <translation>{name} 要使用的层已不存在：请让 {name} 使用自己的层。</translation>
    </message>
    <message>
        <source>{name} and {other} are to use one layer, but what arrives at them is of different sizes.</source>
        <translation>{name} 与 {other} 要使用同一层，但传入的大小不同。</translation>
    </message>
    <message>
        <source>{name} and {other} use one layer, whose {argument} would be {got} here and {expected} there.</source>
        <translation>{name} 与 {other} 使用同一层，但其 {argument} 在前者处应为 {got}，在后者处应为 {expected}。</translation>
    </message>
    <message>
        <source>What {name} gives does not fit its own input: copies would differ.</source>
        <translation>{name} 的输出不能作为自身的输入：各副本会不一样。</translation>
    </message>
    <message>
        <source>What {name} gives does not fit its own input: {reason}</source>
        <translation>{name} 的输出不能作为自身的输入：{reason}</translation>
    </message>
    <message>
        <source>{node} writes over the tensor that {reader} reads too, and no wire says which runs first.</source>
        <translation>{node} 会覆盖 {reader} 也要读取的张量，而没有连线说明谁先运行。</translation>
    </message>
    <message>
        <source>In place there is one tensor: who reads it later sees what was written.</source>
        <translation>原地操作时只有一个张量：之后读取它会看到写入后的值。</translation>
    </message>
    <message>
        <source>{node} runs the block it is in: give it another.</source>
        <translation>{node} 运行的正是它所在的块：请为它换一个块。</translation>
    </message>
    <message>
        <source>{node}: the result {name} has nothing to begin with: add an Input of that name.</source>
        <translation>{node}：结果 {name} 没有初始值：请添加同名的 Input。</translation>
    </message>
    <message>
        <source>{node} does not know when to stop: add an Output called condition to its block.</source>
        <translation>{node} 不知道何时停止：请在它的块里添加名为 condition 的 Output。</translation>
    </message>
    <message>
        <source>{node} needs a number of rounds: set times, or wire a number to it.</source>
        <translation>{node} 需要循环次数：请设置 times，或接入一个数。</translation>
    </message>
    <message>
        <source>{node} runs {times} rounds: set a whole number, 0 or more.</source>
        <translation>{node} 的循环次数是 {times}：请设为不小于 0 的整数。</translation>
    </message>
    <message>
        <source>{node}: what goes around changes its size, and the layers inside cannot follow.</source>
        <translation>{node}：循环传递的张量改变了大小，而里面的层无法随之改变。</translation>
    </message>
    <message>
        <source>{node}: {name} is {expected} before a round and {got} after it, but must stay the same.</source>
        <translation>{node}：{name} 在一次循环之前是 {expected}，之后是 {got}，但必须保持不变。</translation>
    </message>
    <message>
        <source>{node}: {name} is {expected} when the condition holds and {got} when it does not, but must be the same.</source>
        <translation>{node}：{name} 在条件成立时是 {expected}，不成立时是 {got}，但两者必须相同。</translation>
    </message>
    <message>
        <source>{node}: when the condition does not hold, nothing gives {name}: add the other branch, or an Input of that name.</source>
        <translation>{node}：条件不成立时没有什么给出 {name}：请添加另一分支，或同名的 Input。</translation>
    </message>
    <message>
        <source>The other branch of {node} is gone: add one.</source>
        <translation>{node} 的另一分支已不存在：请添加一个。</translation>
    </message>
    <message>
        <source>{node}: the two branches differ: {name} is in one of them only.</source>
        <translation>{node}：两个分支不一致：{name} 只在其中一个里。</translation>
    </message>
    <message>
        <source>{node}: the condition must be one value, but {got} arrives: take all, any or a sum of it.</source>
        <translation>{node}：条件必须是单个值，但传入的是 {got}：请对它使用 all、any 或 sum。</translation>
    </message>
    <message>
        <source>{node} waits for your trust: its code is not trusted on this machine.</source>
        <translation>{node} 等待您的信任：它的代码在本机尚未受信任。</translation>
    </message>
    <message>
        <source>Code can do anything on this machine that you can do, so it is not run before.</source>
        <translation>代码能在这台机器上做您能做的任何事，所以在此之前不会运行。</translation>
    </message>
    <message>
        <source>{node}: {words} ({error})</source>
        <translation>{node}：{words}（{error}）</translation>
    </message>
    <message>
        <source>{node}, line {line} of its code: {words} ({error})</source>
        <translation>{node}，其代码第 {line} 行：{words}（{error}）</translation>
    </message>
    <message>
        <source>{node}: {words}</source>
        <translation>{node}：{words}</translation>
    </message>
    <message>
        <source>The code of {node} gives {name} another meaning: rename it.</source>
        <translation>{node} 的代码赋予了 {name} 别的含义：请改名。</translation>
    </message>
    <message>
        <source>The code of {node} defines {name}, as the block {block} does: rename one of them.</source>
        <translation>{node} 的代码定义了 {name}，与块 {block} 重名：请给其中一个改名。</translation>
    </message>
    <message>
        <source>The code of {node} defines {name}, as that of {other} does: rename one of them.</source>
        <translation>{node} 与 {other} 的代码都定义了 {name}：请给其中一个改名。</translation>
    </message>
    <message>
        <source>The main block has no instances that could set {name}: group nodes first.</source>
        <translation>主块没有可以设置 {name} 的实例：请先组合节点。</translation>
    </message>
    <message>
        <source>{name} comes from a wire: write a value before instances may set it.</source>
        <translation>{name} 来自连线：先写一个值，实例才能设置它。</translation>
    </message>
    <message>
        <source>{name} is exposed already.</source>
        <translation>{name} 已经公开。</translation>
    </message>
    <message>
        <source>The block has an argument named {name} already: choose another name.</source>
        <translation>块已有名为 {name} 的参数：请换一个名称。</translation>
    </message>
    <message>
        <source>No node is selected: select those the frame shall be around.</source>
        <translation>没有选中节点：请选中要放进框里的节点。</translation>
    </message>
    <message>
        <source>There is a block named {name} already: choose another name.</source>
        <translation>已有名为 {name} 的块：请换一个名称。</translation>
    </message>
    <message>
        <source>No node is selected: select those that shall become a block.</source>
        <translation>没有选中节点：请选中要组成块的节点。</translation>
    </message>
    <message>
        <source>A path leaves these nodes and comes back to them through {name}, so a block of them would feed itself: select {name} as well.</source>
        <translation>有一条路径从这些节点出去，又经 {name} 回来，组成的块会成为自己的输入：请把 {name} 也选上。</translation>
    </message>
    <message>
        <source>{name} is where values enter or leave this block, so it stays outside: leave it out.</source>
        <translation>{name} 是值进出此块的地方，要留在外面：请不要选它。</translation>
    </message>
    <message>
        <source>{name} cannot be inside a block: data and losses stand outside the module. Leave it out.</source>
        <translation>{name} 不能放进块里：数据和损失函数在模块之外。请不要选它。</translation>
    </message>
    <message>
        <source>{name} and {other} use one layer, and a block has layers of its own: select both or neither.</source>
        <translation>{name} 与 {other} 使用同一层，而块有自己的层：请两个都选，或都不选。</translation>
    </message>
    <message>
        <source>{name} can be repeated 1 to {most} times.</source>
        <translation>{name} 可以重复 1 到 {most} 次。</translation>
    </message>
    <message>
        <source>{name} cannot be repeated: only layers and blocks can.</source>
        <translation>{name} 不能重复：只有层和块可以。</translation>
    </message>
    <message>
        <source>{name} uses another node&apos;s layer: repeat that one, or give it its own layer.</source>
        <translation>{name} 使用的是另一节点的层：请重复那个节点，或让它使用自己的层。</translation>
    </message>
    <message>
        <source>{name} cannot follow itself: what is repeated needs just one input and one output.</source>
        <translation>{name} 不能首尾相接：重复的节点只能有一个输入和一个输出。</translation>
    </message>
    <message>
        <source>{other} uses the layer of {name} already.</source>
        <translation>{other} 已经在使用 {name} 的层。</translation>
    </message>
    <message>
        <source>{name} and {other} are of different kinds, so they cannot use one layer.</source>
        <translation>{name} 与 {other} 种类不同，不能使用同一层。</translation>
    </message>
    <message>
        <source>{name} is no layer, so there is nothing to share.</source>
        <translation>{name} 不是层，没有可共享的内容。</translation>
    </message>
    <message>
        <source>{name} would be tied to itself.</source>
        <translation>{name} 会绑定到它自己。</translation>
    </message>
    <message>
        <source>{node} has no parameters of its own: tie those of the layer it uses.</source>
        <translation>{node} 没有自己的参数：请绑定它所用的层的参数。</translation>
    </message>
    <message>
        <source>{name} is no block, so there is nothing to ungroup.</source>
        <translation>{name} 不是块，没有可解组的内容。</translation>
    </message>
    <message>
        <source>{name} decides when its block runs: go into it and copy what you need.</source>
        <translation>{name} 决定它的块何时运行：请进入块中复制所需的内容。</translation>
    </message>
    <message>
        <source>{name} is repeated {times} times: set it to once first.</source>
        <translation>{name} 重复 {times} 次：请先设为一次。</translation>
    </message>
    <message>
        <source>{name} is used at several places: give each its own layers first.</source>
        <translation>{name} 用在多处：请先让每处使用自己的层。</translation>
    </message>
    <message>
        <source>The block {block} sets first values by a pattern of names, which differ outside: remove the rule.</source>
        <translation>块 {block} 按名称模式设置初始值，而外面的名称不同：请删除这条规则。</translation>
    </message>
    <message>
        <source>The code is too long to be read as one node.</source>
        <translation>代码太长，无法作为一个节点读入。</translation>
    </message>
    <message>
        <source>The text is too long to be a network: {count} characters.</source>
        <translation>文本太长，不会是网络：共 {count} 个字符。</translation>
    </message>
    <message>
        <source>Line {line} is not Python: {words}.</source>
        <translation>第 {line} 行不是合法的 Python：{words}。</translation>
    </message>
    <message>
        <source>The text holds characters that no Python has: is it the right file?</source>
        <translation>文本中有 Python 不允许的字符：文件选对了吗？</translation>
    </message>
    <message>
        <source>The text does not tell the shape of what enters: set it at the Input nodes.</source>
        <translation>文本没有说明输入的形状：请在 Input 节点上设置。</translation>
    </message>
    <message>
        <source>Lines that no graph has a place for were left out.</source>
        <translation>图中没有位置的行已略去。</translation>
    </message>
    <message>
        <source>The network does not run with the shape that was given: give another, or set it at the Input nodes.</source>
        <translation>网络无法以给出的形状运行：请给出其他形状，或在 Input 节点上设置。</translation>
    </message>
    <message>
        <source>The network does not run with the shape that was given: give another, or set it at the Input nodes. {problem}</source>
        <translation>网络无法以给出的形状运行：请给出其他形状，或在 Input 节点上设置。{problem}</translation>
    </message>
    <message>
        <source>There is no network in this text: it needs a class with forward, an nn.Sequential, or tensors.</source>
        <translation>这段文本中没有网络：需要带 forward 的类、nn.Sequential 或张量。</translation>
    </message>
    <message>
        <source>the text has no network called {name}{known}</source>
        <translation>文本中没有名为 {name} 的网络{known}</translation>
    </message>
    <message>
        <source>Line {line}: {name} is given no {argument}: give it a default there, or write below what makes it.</source>
        <translation>第 {line} 行：没有给 {name} 参数 {argument}：请在那里给它默认值，或在下面写出如何创建。</translation>
    </message>
    <message>
        <source>Line {line}: forward takes its inputs in the order of their names: {names}.</source>
        <translation>第 {line} 行：forward 按名称顺序接受输入：{names}。</translation>
    </message>
    <message>
        <source>Line {line}: {name} takes any number of values: name each of them.</source>
        <translation>第 {line} 行：{name} 接受任意多个值：请给每个值命名。</translation>
    </message>
    <message>
        <source>The code is nested too deeply to be read.</source>
        <translation>代码嵌套过深，无法读入。</translation>
    </message>
    <message>
        <source>Write a class with a forward method, or a function: there is neither.</source>
        <translation>请编写带 forward 方法的类或一个函数：现在两者都没有。</translation>
    </message>
    <message>
        <source>{name} has no forward method, so it cannot be called: add one.</source>
        <translation>{name} 没有 forward 方法，无法调用：请添加。</translation>
    </message>
    <message>
        <source>Every source of data has an argument {argument} already: call that of {name} otherwise.</source>
        <translation>每个数据源都已有参数 {argument}：请给 {name} 的这个参数换个名称。</translation>
    </message>
    <message>
        <source>{name} takes any number of {argument}: name each, so that it has a port.</source>
        <translation>{name} 接受任意个 {argument}：请逐个命名，使每个都有端口。</translation>
    </message>
    <message>
        <source>{node} would need {size} of memory, and {limit} can be had: make it smaller.</source>
        <translation>{node} 需要 {size} 内存，而可用的只有 {limit}：请改小一些。</translation>
    </message>
    <message>
        <source>The gradient is None: no backward that reaches this tensor has run before.</source>
        <translation>梯度是 None：此前没有能到达这个张量的 backward 运行过。</translation>
    </message>
    <message>
        <source>A gradient is a fraction: only floating-point and complex tensors have one.</source>
        <translation>梯度是小数：只有浮点和复数张量才有梯度。</translation>
    </message>
    <message>
        <source>backward starts from one number. Of several it must be told how much each counts, or their sum.</source>
        <translation>backward 从一个数开始。有多个数时，必须说明各占多少分量，或先求和。</translation>
    </message>
    <message>
        <source>backward gives up what was recorded as it goes back through it, unless told to retain it.</source>
        <translation>backward 走过之后会丢弃记录的内容，除非要求保留。</translation>
    </message>
    <message>
        <source>Nothing was recorded that leads back from here: it was computed under no_grad, or nothing it was computed of requires a gradient.</source>
        <translation>没有从这里返回的记录：它是在 no_grad 下算出的，或算出它的张量都不需要梯度。</translation>
    </message>
    <message>
        <source>Its gradient belongs to the values it has: autograd lets nobody write over them, but no_grad does.</source>
        <translation>它的梯度属于它现有的值：自动求导不允许覆盖这些值，但在 no_grad 下可以。</translation>
    </message>
    <message>
        <source>backward needs the values that were there before this node wrote over them.</source>
        <translation>backward 需要被这个节点覆盖之前的值。</translation>
    </message>
    <message>
        <source>What is made under inference_mode never takes part in autograd; use no_grad, or clone it outside.</source>
        <translation>在 inference_mode 下创建的张量永远不参与自动求导；请改用 no_grad，或在外面 clone。</translation>
    </message>
    <message>
        <source>This device is not here, or this torch was built without it.</source>
        <translation>这里没有此设备，或此版本的 torch 不支持它。</translation>
    </message>
    <message>
        <source>What expand gives holds each value once: to write over one would be to write over several.</source>
        <translation>expand 的结果在内存中对每个值只存一份：改写一个就等于改写了好几个。</translation>
    </message>
    <message>
        <source>This loss compares probabilities: a sigmoid makes them of any numbers.</source>
        <translation>这个损失比较的是概率：sigmoid 可以把任意数变成概率。</translation>
    </message>
    <message>
        <source>It multiplies matrices only; matmul takes any number of dimensions.</source>
        <translation>它只做矩阵相乘；matmul 接受任意个维度。</translation>
    </message>
    <message>
        <source>An operation works on one device: bring its tensors to the same with “to”.</source>
        <translation>一个操作只在一个设备上进行：请用“to”把张量移到同一设备。</translation>
    </message>
    <message>
        <source>{node} was stopped before it had ended.</source>
        <translation>{node} 在结束之前被停止。</translation>
    </message>
    <message>
        <source>{node} ended the evaluation: {error}.</source>
        <translation>{node} 使求值中断：{error}。</translation>
    </message>
    <message>
        <source>The network was changed since this training began: its values can be seen after it.</source>
        <translation>这次训练开始后网络改动过：训练结束后才能看到它的值。</translation>
    </message>
    <message>
        <source>The export was cancelled: nothing was written.</source>
        <translation>导出已取消：没有写入任何内容。</translation>
    </message>
    <message>
        <source>What the torch side has to tell ({event}) cannot be sent ({reason}): please report this to GuiNet.</source>
        <translation>torch 一侧的消息（{event}）无法发送（{reason}）：请将此报告给 GuiNet。</translation>
    </message>
    <message>
        <source>Data and losses stand in the main block only: go there to add {kind}.</source>
        <translation>数据和损失函数只能放在主块中：请到那里添加 {kind}。</translation>
    </message>
    <message>
        <source>The torch process ended with this evaluation: the next edit begins anew.</source>
        <translation>torch 进程随这次求值一起结束：下一次编辑时会重新开始。</translation>
    </message>
    <message>
        <source>{scheduler} refuses its arguments: {reason}. Change the setting.</source>
        <translation>{scheduler} 不接受这些参数：{reason}。请修改设置。</translation>
    </message>
    <message>
        <source>{scheduler} makes the learning rate negative in epoch {epoch}: change the setting, for example with max(0, …).</source>
        <translation>{scheduler} 使学习率在第 {epoch} 轮变成负数：请修改设置，例如用 max(0, …)。</translation>
    </message>
    <message>
        <source>OneCycleLR is over after {total} updates, but the training makes {updates}: start a new run with no total_steps set, or train for fewer epochs.</source>
        <translation>OneCycleLR 在 {total} 次更新后结束，但训练要进行 {updates} 次：请不设 total_steps 重新开始训练，或减少训练轮数。</translation>
    </message>
    <message>
        <source>LBFGS trains all parameters alike: take the groups out, or choose another optimiser.</source>
        <translation>LBFGS 对所有参数一视同仁：请去掉参数组，或选择其他优化器。</translation>
    </message>
    <message>
        <source>Muon trains matrices alone, but {path} has the shape {shape}: freeze it (groups.{path}.frozen), or choose another optimiser.</source>
        <translation>Muon 只训练矩阵，但 {path} 的形状是 {shape}：请将它冻结（groups.{path}.frozen），或选择其他优化器。</translation>
    </message>
    <message>
        <source>SparseAdam takes sparse gradients alone, but those of {path} are not: freeze it (groups.{path}.frozen), or choose Adam.</source>
        <translation>SparseAdam 只接受稀疏梯度，但 {path} 的梯度不是稀疏的：请将它冻结（groups.{path}.frozen），或改用 Adam。</translation>
    </message>
    <message>
        <source>{optimizer} takes no sparse gradients, but those of {path} are: choose SGD, Adagrad or SparseAdam, or set sparse to false.</source>
        <translation>{optimizer} 不接受稀疏梯度，但 {path} 的梯度是稀疏的：请改用 SGD、Adagrad 或 SparseAdam，或将 sparse 设为 false。</translation>
    </message>
    <message>
        <source>{optimizer} runs each batch several times and cannot wait for others: set accumulate to 1.</source>
        <translation>{optimizer} 会多次运行每个批次，不能等待其他批次：请将 accumulate 设为 1。</translation>
    </message>
    <message>
        <source>The gradients of {path} are sparse, and torch cannot clip those: take clip_norm and clip_value out, or set sparse to false.</source>
        <translation>{path} 的梯度是稀疏的，torch 无法裁剪：请去掉 clip_norm 和 clip_value，或将 sparse 设为 false。</translation>
    </message>
    <message>
        <source>A parameter of {name} is tied to one of a node that is gone.</source>
        <translation>{name} 的一个参数绑定到了已不存在的节点的参数。</translation>
    </message>
    <message>
        <source>{name} is {got} and {other} is {expected}: only parameters of one shape can be one.</source>
        <translation>{name} 的形状是 {got}，而 {other} 是 {expected}：只有形状相同的参数才能合为一个。</translation>
    </message>
    <message>
        <source>{name} has no parameter “{parameter}”; it has no parameters.</source>
        <translation>{name} 没有参数“{parameter}”；它没有任何参数。</translation>
    </message>
    <message>
        <source>{name} has no parameter “{parameter}”; it has: {names}.</source>
        <translation>{name} 没有参数“{parameter}”；现有参数：{names}。</translation>
    </message>
    <message>
        <source>The rule for the first values of {target} finds no parameter here.</source>
        <translation>{target} 的初始值规则在这里找不到参数。</translation>
    </message>
    <message>
        <source>torch.nn.init has no {function}: take {names}.</source>
        <translation>torch.nn.init 没有 {function}：请使用 {names}。</translation>
    </message>
    <message>
        <source>{function} needs a value for {argument}.</source>
        <translation>{function} 需要给出 {argument} 的值。</translation>
    </message>
    <message>
        <source>{function} takes a parameter of {expected} dimensions or more, but {name} is {got}.</source>
        <translation>{function} 需要至少 {expected} 维的参数，但 {name} 是 {got}。</translation>
    </message>
    <message>
        <source>{function} takes a parameter of {expected} dimensions at most, but {name} is {got}.</source>
        <translation>{function} 最多接受 {expected} 维的参数，但 {name} 是 {got}。</translation>
    </message>
    <message>
        <source>A loop was stopped after {rounds} rounds: see to it that its condition comes to an end, or raise the training setting loop_limit.</source>
        <translation>循环在 {rounds} 轮后被停止：请确保其条件会结束，或调大训练设置 loop_limit。</translation>
    </message>
    <message>
        <source>{node} was stopped after {rounds} rounds: see to it that the condition of its loop comes to an end, or raise the training setting loop_limit.</source>
        <translation>{node} 在 {rounds} 轮后被停止：请确保其循环条件会结束，或调大训练设置 loop_limit。</translation>
    </message>
    <message>
        <source>“{index}” is no index: write numbers, slices or ..., such as weight[0, :2] = 0.5.</source>
        <translation>“{index}”不是索引：请写数、切片或 ...，如 weight[0, :2] = 0.5。</translation>
    </message>
    <message>
        <source>“{value}” is no number: write one, or a list such as [0.5, -1].</source>
        <translation>“{value}”不是数：请写一个数，或一个列表，如 [0.5, -1]。</translation>
    </message>
    <message>
        <source>{name}[{index}] cannot be given this value: {error}.</source>
        <translation>不能给 {name}[{index}] 这个值：{error}。</translation>
    </message>
    <message>
        <source>{name} only passes on what arrives: delete it instead.</source>
        <translation>{name} 只传递到来的值：请直接删除它。</translation>
    </message>
    <message>
        <source>{name} is a port of its block, which is needed outside: leave it on.</source>
        <translation>{name} 是所在块的端口，外面需要它：请让它保持运行。</translation>
    </message>
    <message>
        <source>{name} cannot pass on what arrives: mute it instead of bypassing it.</source>
        <translation>{name} 无法传递到来的值：请停用它，而不是旁路。</translation>
    </message>
    <message>
        <source>{name}.{port} needs what comes from {muted}, which is muted: bypass {muted}, or mute {name} too.</source>
        <translation>{name}.{port} 需要来自 {muted} 的值，而它已停用：请旁路 {muted}，或也停用 {name}。</translation>
    </message>
    <message>
        <source>{argument} of {node} cannot come from a wire: it is settled before anything arrives.</source>
        <translation>{node} 的 {argument} 不能来自连线：它在任何输入到来之前就已确定。</translation>
    </message>
    <message>
        <source>“{text}” is no arithmetic; write it like 0.95 ** epoch.</source>
        <translation>“{text}”不是算式；请写成 0.95 ** epoch 这样。</translation>
    </message>
    <message>
        <source>A formula has at most {most} letters; write a shorter one.</source>
        <translation>公式最多 {most} 个字符；请写短一些。</translation>
    </message>
    <message>
        <source>A formula has no “{name}”; it takes epoch, numbers, {known}.</source>
        <translation>公式里没有“{name}”；可以用 epoch、数字、{known}。</translation>
    </message>
    <message>
        <source>“{text}” cannot stand in a formula; it takes epoch, numbers, + - * / // % **, comparisons, {known}.</source>
        <translation>公式里不能有“{text}”；可以用 epoch、数字、+ - * / // % **、比较、{known}。</translation>
    </message>
    <message>
        <source>“{text}” has no value in epoch {epoch}: {reason}.</source>
        <translation>“{text}”在第 {epoch} 轮没有值：{reason}。</translation>
    </message>
    <message>
        <source>“{text}” is no number of a usual size in epoch {epoch}.</source>
        <translation>“{text}”在第 {epoch} 轮不是大小正常的数。</translation>
    </message>
    <message>
        <source>“{text}” changes no values: write it as weight[0, :2] = 0.5 or weight += 1.</source>
        <translation>“{text}”没有改变任何值：请写成 weight[0, :2] = 0.5 或 weight += 1。</translation>
    </message>
    <message>
        <source>The network looks at values while it runs, so its work and activations cannot be estimated: measure them.</source>
        <translation>网络在运行时要看数值，所以无法估算它的运算量和激活值：请实际测量。</translation>
    </message>
    <message>
        <source>{node} may take more memory than estimated, since a device runs all its time steps in one piece: measure it.</source>
        <translation>{node} 占用的内存可能比估计的多，因为设备把它的所有时间步合在一起运行：请测量一次。</translation>
    </message>
    <message>
        <source>{node} is the first to give a value that is not finite.</source>
        <translation>{node} 是第一个给出非有限值的节点。</translation>
    </message>
    <message>
        <source>The loss of one batch is {loss}.</source>
        <translation>一个批次的损失是 {loss}。</translation>
    </message>
    <message>
        <source>Keep what goes into {node} in range: a logarithm, root or division needs a lower limit.</source>
        <translation>让进入 {node} 的值保持在范围内：对数、开方或除法需要一个下限。</translation>
    </message>
    <message>
        <source>{node} is dead in {share} of its units: no gradient passes there.</source>
        <translation>{node} 有 {share} 的单元已死亡：梯度不能通过。</translation>
    </message>
    <message>
        <source>{silent} of {units} units give 0 for every one of {rows} rows.</source>
        <translation>{units} 个单元中有 {silent} 个对全部 {rows} 行都输出 0。</translation>
    </message>
    <message>
        <source>Lower the learning rate, begin with smaller negative biases, or use LeakyReLU, which never dies.</source>
        <translation>降低学习率，减小负的初始偏置，或使用不会死亡的 LeakyReLU。</translation>
    </message>
    <message>
        <source>The gradient vanishes on its way to {node}: it hardly learns.</source>
        <translation>梯度在传到 {node} 的路上消失了：它几乎学不到东西。</translation>
    </message>
    <message>
        <source>The gradient of {path} is {ratio} times the largest of all weights.</source>
        <translation>{path} 的梯度是所有权重中最大者的 {ratio} 倍。</translation>
    </message>
    <message>
        <source>Use ReLU or GELU instead of sigmoids, a normalisation between layers, or connections that skip some.</source>
        <translation>用 ReLU 或 GELU 代替 sigmoid，在层之间加归一化，或加跳跃连接。</translation>
    </message>
    <message>
        <source>The gradient explodes on its way to {node}.</source>
        <translation>梯度在传到 {node} 的路上爆炸了。</translation>
    </message>
    <message>
        <source>The gradient of {path} is {ratio} times that of the last weights.</source>
        <translation>{path} 的梯度是最后一层权重的 {ratio} 倍。</translation>
    </message>
    <message>
        <source>Begin with smaller weights, normalise between layers, or set clip_norm.</source>
        <translation>用更小的初始权重，在层之间归一化，或设置 clip_norm。</translation>
    </message>
    <message>
        <source>The gradients are huge: one step can throw all weights off.</source>
        <translation>梯度非常大：一步就可能毁掉所有权重。</translation>
    </message>
    <message>
        <source>The norm of all gradients of one batch is {norm}.</source>
        <translation>一个批次所有梯度的范数是 {norm}。</translation>
    </message>
    <message>
        <source>Bring data and targets to a size around 1, or set clip_norm.</source>
        <translation>把数据和目标缩放到 1 左右，或设置 clip_norm。</translation>
    </message>
    <message>
        <source>The network gives the same answer whatever it is given.</source>
        <translation>无论输入什么，网络的回答都一样。</translation>
    </message>
    <message>
        <source>Over {rows} different rows its answers differ by {spread} at most.</source>
        <translation>对 {rows} 行不同的输入，回答最多相差 {spread}。</translation>
    </message>
    <message>
        <source>Look for a layer whose output never changes: dead units, weights of zero, inputs that are cut off.</source>
        <translation>寻找输出从不变化的层：死亡的单元、为零的权重、被截断的输入。</translation>
    </message>
    <message>
        <source>The trained network always says class {label}.</source>
        <translation>训练好的网络总是回答类别 {label}。</translation>
    </message>
    <message>
        <source>So it does for {rows} rows, though no class has more than {share} of them.</source>
        <translation>对 {rows} 行都是如此，而没有一个类别超过 {share}。</translation>
    </message>
    <message>
        <source>Train longer, change the learning rate, or weight the classes in the loss.</source>
        <translation>训练更久，改变学习率，或在损失中给类别加权。</translation>
    </message>
    <message>
        <source>Let {node} leave what it is given as it is: every backward fails until then.</source>
        <translation>让 {node} 不要改动收到的张量：在那之前每次反向传播都会失败。</translation>
    </message>
    <message>
        <source>The learning rate: trying it takes long with this network, run the range test for it.</source>
        <translation>学习率：对这个网络试验它要很久，请运行范围测试。</translation>
    </message>
    <message>
        <source>{loss} applies {activation} itself, and {node} has applied it already.</source>
        <translation>{loss} 自己会做 {activation}，而 {node} 已经做过一次。</translation>
    </message>
    <message>
        <source>Take {node} out: {loss} wants the raw scores.</source>
        <translation>去掉 {node}：{loss} 要的是原始分数。</translation>
    </message>
    <message>
        <source>A second log-softmax changes nothing, but costs time.</source>
        <translation>第二个 log-softmax 不改变结果，只浪费时间。</translation>
    </message>
    <message>
        <source>After two sigmoids every answer lies between 0.5 and 0.73, so a yes never costs less than {lowest}.</source>
        <translation>经过两个 sigmoid，每个回答都在 0.5 和 0.73 之间，所以回答“是”的损失从不低于 {lowest}。</translation>
    </message>
    <message>
        <source>Two softmaxes in a row press all classes together.</source>
        <translation>连续两个 softmax 会把所有类别挤在一起。</translation>
    </message>
    <message>
        <source>With {classes} classes and two softmaxes the loss can never fall below {lowest}, even when all is right.</source>
        <translation>有 {classes} 个类别和两个 softmax 时，即使全部正确，损失也不会低于 {lowest}。</translation>
    </message>
    <message>
        <source>{loss} gets {outputs} scores for {classes} classes: a label has no score.</source>
        <translation>{loss} 得到 {outputs} 个分数，而类别有 {classes} 个：有的标签没有分数。</translation>
    </message>
    <message>
        <source>{loss} gets {outputs} scores, but {data} has only {classes} classes.</source>
        <translation>{loss} 得到 {outputs} 个分数，但 {data} 只有 {classes} 个类别。</translation>
    </message>
    <message>
        <source>The labels of {data} go from 0 to {last}; the scores have {outputs} columns.</source>
        <translation>{data} 的标签从 0 到 {last}；分数有 {outputs} 列。</translation>
    </message>
    <message>
        <source>Give the last layer {classes} outputs.</source>
        <translation>让最后一层有 {classes} 个输出。</translation>
    </message>
    <message>
        <source>The last batch of an epoch gives {node} a single row.</source>
        <translation>每轮的最后一个批次只给 {node} 一行。</translation>
    </message>
    <message>
        <source>Set drop_last of {data}, or another batch_size.</source>
        <translation>设置 {data} 的 drop_last，或换一个 batch_size。</translation>
    </message>
    <message>
        <source>Batches of one row give {node} nothing to take an average of.</source>
        <translation>只有一行的批次让 {node} 无法求平均。</translation>
    </message>
    <message>
        <source>Set a larger batch_size at {data}, or use GroupNorm or LayerNorm instead.</source>
        <translation>在 {data} 处设置更大的 batch_size，或改用 GroupNorm 或 LayerNorm。</translation>
    </message>
    <message>
        <source>{places} values per channel remain, the statistics of one sample.</source>
        <translation>每个通道只剩 {places} 个值，是一个样本的统计量。</translation>
    </message>
    <message>
        <source>{places} value per channel remains, and torch refuses to train on one.</source>
        <translation>每个通道只剩 {places} 个值，torch 拒绝用一个值训练。</translation>
    </message>
    <message>
        <source>The parameters “{pattern}” are frozen: training leaves them as they are.</source>
        <translation>参数“{pattern}”已冻结：训练不会改变它们。</translation>
    </message>
    <message>
        <source>{count} of {whole} parameters take no part in training.</source>
        <translation>{whole} 个参数中有 {count} 个不参加训练。</translation>
    </message>
    <message>
        <source>Nothing, if that is meant; else take “frozen” off the group.</source>
        <translation>如果是有意的，不必处理；否则去掉该组的“frozen”。</translation>
    </message>
    <message>
        <source>A part of {node} does not reach the loss, so it is never trained.</source>
        <translation>{node} 有一部分到达不了损失，所以它永远得不到训练。</translation>
    </message>
    <message>
        <source>Nothing of {node} reaches the loss, so it is never trained.</source>
        <translation>{node} 没有任何东西到达损失，所以它永远得不到训练。</translation>
    </message>
    <message>
        <source>After a backward pass {paths} had no gradient.</source>
        <translation>反向传播之后，{paths} 没有梯度。</translation>
    </message>
    <message>
        <source>Wire {node} into the loss, take it out of detach or no_grad, or remove it.</source>
        <translation>把 {node} 连到损失，让它离开 detach 或 no_grad，或者删除它。</translation>
    </message>
    <message>
        <source>No gradient comes through to {node}: it cannot learn.</source>
        <translation>没有梯度传到 {node}：它无法学习。</translation>
    </message>
    <message>
        <source>The gradient of {paths} is zero everywhere.</source>
        <translation>{paths} 的梯度处处为零。</translation>
    </message>
    <message>
        <source>The gradient of {paths} is zero everywhere; so it is at {count} nodes in all.</source>
        <translation>{paths} 的梯度处处为零；总共有 {count} 个节点是这样。</translation>
    </message>
    <message>
        <source>Look between {node} and the loss for a dead ReLU, a saturated sigmoid, weights of zero, or a rounding.</source>
        <translation>在 {node} 和损失之间寻找死亡的 ReLU、饱和的 sigmoid、为零的权重或取整。</translation>
    </message>
    <message>
        <source>The learning rate {rate} is too high: the loss does not fall.</source>
        <translation>学习率 {rate} 太高：损失不下降。</translation>
    </message>
    <message>
        <source>In {steps} steps on one batch the loss went from {first} to {last}.</source>
        <translation>在一个批次上走 {steps} 步，损失从 {first} 变为 {last}。</translation>
    </message>
    <message>
        <source>Lower it; a range test shows how far.</source>
        <translation>降低它；范围测试可以看出降到多少。</translation>
    </message>
    <message>
        <source>The learning rate {rate} is very low: the loss hardly moves.</source>
        <translation>学习率 {rate} 太低：损失几乎不动。</translation>
    </message>
    <message>
        <source>In {steps} steps on one batch the loss went from {first} to {last}; at {higher} it falls to {fallen}.</source>
        <translation>在一个批次上走 {steps} 步，损失从 {first} 变为 {last}；学习率为 {higher} 时降到 {fallen}。</translation>
    </message>
    <message>
        <source>Raise it; a range test shows how far.</source>
        <translation>提高它；范围测试可以看出提到多少。</translation>
    </message>
    <message>
        <source>The last training failed.</source>
        <translation>上一次训练失败了。</translation>
    </message>
    <message>
        <source>Run {run} ended at step {step}: {message}</source>
        <translation>运行 {run} 在第 {step} 步结束：{message}</translation>
    </message>
    <message>
        <source>Mend what it names, and train again.</source>
        <translation>修好它指出的问题，再训练一次。</translation>
    </message>
    <message>
        <source>The network over-fits: since epoch {best} it learns its rows by heart.</source>
        <translation>网络过拟合：从第 {best} 轮起，它只是在背下训练数据。</translation>
    </message>
    <message>
        <source>In run {run} the validation loss rose from {least} at epoch {best} to {now} at epoch {last}, while the training loss fell from {then} to {loss}.</source>
        <translation>在运行 {run} 中，验证损失从第 {best} 轮的 {least} 升到第 {last} 轮的 {now}，而训练损失从 {then} 降到 {loss}。</translation>
    </message>
    <message>
        <source>Stop at epoch {best} (its weights are kept), add Dropout or weight decay, use a smaller network or more data.</source>
        <translation>在第 {best} 轮停止（那时的权重已保存），加入 Dropout 或权重衰减，使用更小的网络或更多数据。</translation>
    </message>
    <message>
        <source>The training came off course: its loss rose again.</source>
        <translation>训练偏离了方向：损失又升高了。</translation>
    </message>
    <message>
        <source>In run {run} the training loss was {lowest} once, and {last} at the end.</source>
        <translation>在运行 {run} 中，训练损失曾降到 {lowest}，最后却是 {last}。</translation>
    </message>
    <message>
        <source>Lower the learning rate, or let a scheduler lower it; clip_norm helps too.</source>
        <translation>降低学习率，或用调度器逐步降低；clip_norm 也有帮助。</translation>
    </message>
    <message>
        <source>The network learned nothing.</source>
        <translation>网络什么也没学到。</translation>
    </message>
    <message>
        <source>In run {run} the training loss was {first} at first, and {last} after {epochs} epochs.</source>
        <translation>在运行 {run} 中，训练损失开始时是 {first}，{epochs} 轮之后是 {last}。</translation>
    </message>
    <message>
        <source>Try another learning rate (a range test finds one), and look at the gradients and the data.</source>
        <translation>换一个学习率（范围测试可以找到合适的），并检查梯度和数据。</translation>
    </message>
    <message>
        <source>The gradients exploded during training.</source>
        <translation>训练中梯度爆炸了。</translation>
    </message>
    <message>
        <source>In run {run} their norm grew from {first} to {most}.</source>
        <translation>在运行 {run} 中，梯度的范数从 {first} 增大到 {most}。</translation>
    </message>
    <message>
        <source>Lower the learning rate, or set clip_norm.</source>
        <translation>降低学习率，或设置 clip_norm。</translation>
    </message>
    <message>
        <source>{node} gives NaN or infinity in “{port}”: no loss survives that.</source>
        <translation>{node} 在“{port}”中给出 NaN 或无穷大：任何损失都承受不了。</translation>
    </message>
    <message>
        <source>{count} of {rows} training rows have such values, the first is row {row} of {source}.</source>
        <translation>{rows} 行训练数据中有 {count} 行含有这样的值，第一个是 {source} 的第 {row} 行。</translation>
    </message>
    <message>
        <source>Mend or leave out these rows.</source>
        <translation>修正或去掉这些行。</translation>
    </message>
    <message>
        <source>What {node} gives is not normalised: layers begin best with values around 0 ± 1.</source>
        <translation>{node} 给出的数据没有归一化：数值在 0 ± 1 左右时，层最容易开始学习。</translation>
    </message>
    <message>
        <source>“{port}” goes from {low} to {high}, with mean {mean} and deviation {deviation}.</source>
        <translation>“{port}”从 {low} 到 {high}，均值 {mean}，标准差 {deviation}。</translation>
    </message>
    <message>
        <source>The widest column of “{port}” varies {times} times as much as the narrowest.</source>
        <translation>“{port}”中变化最大的列是变化最小的列的 {times} 倍。</translation>
    </message>
    <message>
        <source>Standardise the data, or put a normalisation behind {node}.</source>
        <translation>把数据标准化，或在 {node} 之后加归一化。</translation>
    </message>
    <message>
        <source>The classes of {data} are out of balance: the network can win by ignoring the rare.</source>
        <translation>{data} 的类别不平衡：网络忽略少数类别也能得高分。</translation>
    </message>
    <message>
        <source>{most_rows} rows are of class {most}, {least_rows} of {least}: saying always {most} is right in {share}.</source>
        <translation>{most_rows} 行属于类别 {most}，{least_rows} 行属于 {least}：总是回答 {most} 就有 {share} 正确。</translation>
    </message>
    <message>
        <source>Weight the classes in the loss, and judge by more than accuracy.</source>
        <translation>在损失中给类别加权，并且不要只看准确率。</translation>
    </message>
    <message>
        <source>Rows of {data} are in the test part and in the training part at once.</source>
        <translation>{data} 的一些行同时在测试集和训练集中。</translation>
    </message>
    <message>
        <source>Rows of {data} are in the validation part and in the training part at once.</source>
        <translation>{data} 的一些行同时在验证集和训练集中。</translation>
    </message>
    <message>
        <source>{count} of {rows} rows ({share}) have a twin among those trained on.</source>
        <translation>{rows} 行中有 {count} 行（{share}）在训练数据中有相同的行。</translation>
    </message>
    <message>
        <source>Take double rows out of {data}: what was trained on proves nothing.</source>
        <translation>去掉 {data} 中重复的行：训练过的数据证明不了什么。</translation>
    </message>
    <message>
        <source>{device} waits for data.</source>
        <translation>{device} 在等待数据。</translation>
    </message>
    <message>
        <source>{share} of a step goes into getting the batch.</source>
        <translation>一步中有 {share} 的时间用来取批次。</translation>
    </message>
    <message>
        <source>Use a larger batch_size, or data that are read faster.</source>
        <translation>使用更大的 batch_size，或读取更快的数据。</translation>
    </message>
    <message>
        <source>{device} is idle most of the time: its steps are too small.</source>
        <translation>{device} 大部分时间空闲：每一步太小了。</translation>
    </message>
    <message>
        <source>It computes during {share} of a step of {seconds} ms.</source>
        <translation>一步用 {seconds} 毫秒，其中只有 {share} 的时间在计算。</translation>
    </message>
    <message>
        <source>Use a larger batch_size, or train this network on the CPU.</source>
        <translation>使用更大的 batch_size，或在 CPU 上训练这个网络。</translation>
    </message>
    <message>
        <source>There is no such row: choose another number.</source>
        <translation>没有这一行：请换一个行号。</translation>
    </message>
    <message>
        <source>NaN first appears in what {node} gives: nothing that enters it has any. Look for a division by 0, or for the logarithm or root of a number below 0.</source>
        <translation>NaN 最先出现在 {node} 的输出中：进入它的值都没有 NaN。请检查是否除以 0，或对小于 0 的数取对数或开方。</translation>
    </message>
    <message>
        <source>There is NaN in the rows that {node} gives: fill the gaps in the data, or leave such rows out.</source>
        <translation>{node} 给出的行中有 NaN：请填补数据中的空缺，或去掉这些行。</translation>
    </message>
    <message>
        <source>{name} is frozen by the group “{pattern}”.</source>
        <translation>{name} 被参数组“{pattern}”冻结。</translation>
    </message>
    <message>
        <source>{name} is {dtype}, which takes no gradient.</source>
        <translation>{name} 的类型是 {dtype}，不能有梯度。</translation>
    </message>
    <message>
        <source>Nothing leads from {name} to the loss, so no gradient comes back.</source>
        <translation>{name} 没有通向损失的路，所以没有梯度传回来。</translation>
    </message>
    <message>
        <source>{name} lies in a frame of {mode}: autograd records nothing there.</source>
        <translation>{name} 在 {mode} 框内：自动求导在那里不作记录。</translation>
    </message>
    <message>
        <source>{name} passes values on, but no gradient back.</source>
        <translation>{name} 只向前传值，不向后传梯度。</translation>
    </message>
    <message>
        <source>{name} gives whole numbers or truth values, which have no gradient.</source>
        <translation>{name} 给出整数或真假值，它们没有梯度。</translation>
    </message>
    <message>
        <source>{optimizer} searches its own step: a range test says nothing of it.</source>
        <translation>{optimizer} 自己寻找步长：范围测试对它没有意义。</translation>
    </message>
    <message>
        <source>Autograd recorded nothing: no tensor here needs a gradient. Set requires_grad, or add a layer.</source>
        <translation>自动求导没有记录任何内容：这里没有张量需要梯度。请设置 requires_grad，或添加一个层。</translation>
    </message>
    <message>
        <source>What {function} saved was written over since: a backward pass will fail there.</source>
        <translation>{function} 保存的内容之后被覆盖：反向传播会在那里失败。</translation>
    </message>
    <message>
        <source>The stepping has not begun.</source>
        <translation>单步运行还没有开始。</translation>
    </message>
    <message>
        <source>The stepping was ended.</source>
        <translation>单步运行已结束。</translation>
    </message>
    <message>
        <source>The stepping was stopped before the code had ended.</source>
        <translation>代码还没有结束，单步运行就被停止了。</translation>
    </message>
    <message>
        <source>There is no output to compare yet: do not leave forward out.</source>
        <translation>还没有可比较的输出：不要省略前向传播。</translation>
    </message>
    <message>
        <source>There is no loss to go back from yet: do not leave loss out.</source>
        <translation>还没有可反向传播的损失：不要省略损失的计算。</translation>
    </message>
    <message>
        <source>The loss is {loss}: a training would end here. {node} was the first to give a value that is not finite.</source>
        <translation>损失是 {loss}：训练到这里就会中止。{node} 最先给出了非有限的值。</translation>
    </message>
    <message>
        <source>The loss is {loss}: a training would end here.</source>
        <translation>损失是 {loss}：训练到这里就会中止。</translation>
    </message>
    <message>
        <source>This sparse tensor has too many places to be shown: its text tells its values.</source>
        <translation>这个稀疏张量的位置太多，无法显示：它的值见文本。</translation>
    </message>
    <message>
        <source>This is no tensor: copy its text instead.</source>
        <translation>这不是张量：请复制它的文本。</translation>
    </message>
    <message>
        <source>This table is too large for a file: look at a part of it.</source>
        <translation>这个表格太大，无法写入文件：请只看其中一部分。</translation>
    </message>
    <message>
        <source>These values are gone: run the network once more.</source>
        <translation>这些值已经没有了：请再运行一次网络。</translation>
    </message>
    <message>
        <source>No value is known here: the last run did not come by, or this is the condition of a loop.</source>
        <translation>这里没有已知的值：上次运行没有经过，或者这是循环的条件。</translation>
    </message>
    <message>
        <source>This canvas runs as a script, without a module: begin it with an Input or a data node, and the parameters of its layers are here.</source>
        <translation>这块画布作为脚本运行，没有模块：从 Input 节点或数据节点开始，各层的参数就会列在这里。</translation>
    </message>
    <message>
        <source>The newest run is of another network: these are first values.</source>
        <translation>最新的运行属于另一个网络：这里是初始值。</translation>
    </message>
    <message>
        <source>There is no parameter {path} any more: choose another.</source>
        <translation>已经没有参数 {path}：请选另一个。</translation>
    </message>
    <message>
        <source>{path} has no values yet: its shape is known when data arrives.</source>
        <translation>{path} 还没有值：数据到来时才知道它的形状。</translation>
    </message>
    <message>
        <source>The project was opened anew, so the stepping has ended: start anew.</source>
        <translation>项目已重新打开，单步运行已结束：请重新开始。</translation>
    </message>
    <message>
        <source>A training runs: this can be seen after it, or while nothing trains.</source>
        <translation>正在训练：训练结束后，或没有训练时才能查看。</translation>
    </message>
    <message>
        <source>The graph is saved as .svg, .png or .dot: choose one of these endings.</source>
        <translation>图可以保存为 .svg、.png 或 .dot：请选择其中一种后缀。</translation>
    </message>
    <message>
        <source>“{name}” is not the parameter shown: write {wanted} before the brackets.</source>
        <translation>“{name}”不是显示的参数：方括号前请写 {wanted}。</translation>
    </message>
    <message>
        <source>{name} has {count} dimensions, but [{index}] names more.</source>
        <translation>{name} 有 {count} 维，但 [{index}] 写得更多。</translation>
    </message>
    <message>
        <source>Index {index} is beyond dimension {place} of {name}, whose size is {size}.</source>
        <translation>索引 {index} 超出 {name} 的第 {place} 维，其大小是 {size}。</translation>
    </message>
    <message>
        <source>{name}[{index}] is {expected}, but the numbers given are {got}: give one number, or as many.</source>
        <translation>{name}[{index}] 的形状是 {expected}，而给出的数是 {got}：请给一个数，或给同样多的数。</translation>
    </message>
    <message>
        <source>{name} and {other} are the same tensor already.</source>
        <translation>{name} 和 {other} 已经是同一个张量。</translation>
    </message>
    <message>
        <source>{name} and {other} cannot be tied: only parameters of layers can.</source>
        <translation>{name} 和 {other} 不能绑定：只有层的参数可以。</translation>
    </message>
    <message>
        <source>{name} is one with {other} because their layer is: select the layer that uses the other&apos;s, and choose “Use its own layer”.</source>
        <translation>{name} 与 {other} 是同一个张量，因为它们的层是同一个：请选中使用另一层的那一层，并选择“使用自己的层”。</translation>
    </message>
    <message>
        <source>Save the project beside {file} first: its first values are loaded from there.</source>
        <translation>请先把项目保存到 {file} 旁边：初始值从那里读取。</translation>
    </message>
    <message>
        <source>“{file}” is no .safetensors file beside the project: remove the rule, and copy the weights again.</source>
        <translation>“{file}”不是项目旁边的 .safetensors 文件：请删除这条规则，再复制一次权重。</translation>
    </message>
    <message>
        <source>Weights are loaded for the whole network only: move the rule that loads {file} to the main canvas.</source>
        <translation>只能为整个网络读取权重：请把读取 {file} 的规则移到主画布。</translation>
    </message>
    <message>
        <source>In {file} {name} is {got}, but it is {expected} here: copy the weights again.</source>
        <translation>{file} 中的 {name} 是 {got}，这里却是 {expected}：请再复制一次权重。</translation>
    </message>
    <message>
        <source>{file} lacks values for {names}: copy the weights again.</source>
        <translation>{file} 中没有 {names} 的值：请再复制一次权重。</translation>
    </message>
    <message>
        <source>{file} holds {names}, which the network has not (any more): copy the weights again.</source>
        <translation>{file} 中有 {names}，网络里(已)没有：请再复制一次权重。</translation>
    </message>
    <message>
        <source>{file} holds no tensors by name: choose the file of a state_dict, or a safetensors file.</source>
        <translation>{file} 中没有带名字的张量：请选择 state_dict 的文件或 safetensors 文件。</translation>
    </message>
    <message>
        <source>Save the project first: the weights it begins with are kept beside it.</source>
        <translation>请先保存项目：它开始时的权重保存在它旁边。</translation>
    </message>
    <message>
        <source>{file} cannot be written ({error}): make room, or save elsewhere.</source>
        <translation>{file} 不能写入({error})：请腾出空间，或存到别处。</translation>
    </message>
    <message>
        <source>Nothing in {source} fits this network by name and shape: it holds {there}, and the network has {here}.</source>
        <translation>{source} 中没有名字和形状与此网络相符的值：它有 {there}，而网络有 {here}。</translation>
    </message>
    <message>
        <source>Nothing ran yet: add data and layers, and the nodes can be coloured.</source>
        <translation>还没有运行任何东西：加入数据和层后，节点就能着色。</translation>
    </message>
    <message>
        <source>There is no run yet: train, or choose a file.</source>
        <translation>还没有运行记录：请先训练，或选择文件。</translation>
    </message>
    <message>
        <source>The training has ended meanwhile: take the weights of its run.</source>
        <translation>训练已经结束：请使用该次运行的权重。</translation>
    </message>
    <message>
        <source>{file} is not beside the project: put it there again, or remove the rule that loads it.</source>
        <translation>{file} 不在项目旁边：请把它放回去，或删除读取它的规则。</translation>
    </message>
    <message>
        <source>{file} cannot be read as weights ({error}): copy the weights again.</source>
        <translation>{file} 不能作为权重读取({error})：请再复制一次权重。</translation>
    </message>
    <message>
        <source>{file} is not the file that was chosen: its content is another. Copy the weights again.</source>
        <translation>{file} 不是当初选的文件：内容变了。请再复制一次权重。</translation>
    </message>
    <message>
        <source>{node} works in place, and writes over values that backward still needs.</source>
        <translation>{node} 原地运算，覆盖了反向传播还需要的值。</translation>
    </message>
    <message>
        <source>leave the column out with `features`</source>
        <translation>用 `features` 去掉此列</translation>
    </message>
    <message>
        <source>task is {task}, but must be one of {tasks}</source>
        <translation>task 是 {task}，但必须是其中之一：{tasks}</translation>
    </message>
    <message>
        <source>choose another target</source>
        <translation>选择其他目标</translation>
    </message>
    <message>
        <source>set the task to classification</source>
        <translation>把任务设为分类</translation>
    </message>
    <message>
        <source>row {row} of {name}, column &apos;{target}&apos;: a value of the type {type} is neither a number nor a word; choose another target</source>
        <translation>{name} 第 {row} 行，列“{target}”：类型为 {type} 的值既不是数也不是文字；请选择其他目标</translation>
    </message>
    <message>
        <source>column {number} of {name} has no name; name it, or list others in `features`</source>
        <translation>{name} 的第 {number} 列没有名称；请给它命名，或在 `features` 中列出其他列</translation>
    </message>
    <message>
        <source>{name} has no column &apos;{column}&apos;; it has {known}</source>
        <translation>{name} 没有列“{column}”；已有的列：{known}</translation>
    </message>
    <message>
        <source>column &apos;{target}&apos; is the target and a feature of {name}; leave it out of `features`</source>
        <translation>列“{target}”既是 {name} 的目标又是特征；请从 `features` 中去掉它</translation>
    </message>
    <message>
        <source>`features` names a column of {name} twice; name each once</source>
        <translation>`features` 中 {name} 的某一列出现了两次；每列只写一次</translation>
    </message>
    <message>
        <source>{name} has no column besides the target &apos;{target}&apos;; features are needed too</source>
        <translation>{name} 除目标列“{target}”外没有其他列；还需要特征列</translation>
    </message>
    <message>
        <source>no {what} is chosen; set the {name}</source>
        <translation>尚未选择文件（{what}）；请设置 {name}</translation>
    </message>
    <message>
        <source>the path of the {what} holds a zero character; choose it again</source>
        <translation>{what}的路径含有零字符；请重新选择</translation>
    </message>
    <message>
        <source>{path} does not exist; choose another file</source>
        <translation>{path} 不存在；请选择其他文件</translation>
    </message>
    <message>
        <source>{path} is not a file; choose another</source>
        <translation>{path} 不是文件；请另选一个</translation>
    </message>
    <message>
        <source>{path} could not be read ({error}); choose another file</source>
        <translation>无法读取 {path}（{error}）；请选择其他文件</translation>
    </message>
    <message>
        <source>image folder</source>
        <translation>图像文件夹</translation>
    </message>
    <message>
        <source>set a smaller size, or keep fewer images there</source>
        <translation>请设定更小的大小，或减少其中的图像</translation>
    </message>
    <message>
        <source>colour is {colour}, but must be one of {known}</source>
        <translation>colour 是 {colour}，但必须是其中之一：{known}</translation>
    </message>
    <message>
        <source>{folder} is not there; choose another folder</source>
        <translation>{folder} 不存在；请选择其他文件夹</translation>
    </message>
    <message>
        <source>{folder} is no folder; choose another folder</source>
        <translation>{folder} 不是文件夹；请选择其他文件夹</translation>
    </message>
    <message>
        <source>{folder} could not be read: {error}; choose another folder</source>
        <translation>无法读取 {folder}：{error}；请选择其他文件夹</translation>
    </message>
    <message>
        <source>{folder} has no sub-folders; give each class a folder of its own, such as {folder}/cat and {folder}/dog, and put its images there</source>
        <translation>{folder} 没有子文件夹；请给每个类别一个文件夹，如 {folder}/cat 和 {folder}/dog，并把图像放在其中</translation>
    </message>
    <message>
        <source>{folder} has one sub-folder only (&apos;{name}&apos;); give each class a folder of its own, such as {folder}/cat and {folder}/dog, and put its images there</source>
        <translation>{folder} 只有一个子文件夹（“{name}”）；请给每个类别一个文件夹，如 {folder}/cat 和 {folder}/dog，并把图像放在其中</translation>
    </message>
    <message>
        <source>size is {value}, but must be height and width in pixels, such as 64 × 64</source>
        <translation>size 是 {value}，但必须是以像素计的高和宽，例如 64 × 64</translation>
    </message>
    <message>
        <source>{folder} holds no image that can be read; put PNG or JPEG files into its sub-folders</source>
        <translation>{folder} 中没有可读取的图像；请把 PNG 或 JPEG 文件放入其子文件夹</translation>
    </message>
    <message>
        <source>{folder}/{file} has {size} pixels (height × width), but the first image has {first}; set a size to scale all images to</source>
        <translation>{folder}/{file} 有 {size} 像素（高 × 宽），但第一张图像是 {first}；请设定所有图像缩放到的大小</translation>
    </message>
    <message>
        <source>the class &apos;{name}&apos; of {folder} has no image that can be read; add some, or take its folder out</source>
        <translation>{folder} 的类别“{name}”没有可读取的图像；请添加，或移走其文件夹</translation>
    </message>
    <message>
        <source>the class &apos;{name}&apos; of {folder} has no image that can be read ({reason}); add some, or take its folder out</source>
        <translation>{folder} 的类别“{name}”没有可读取的图像（{reason}）；请添加，或移走其文件夹</translation>
    </message>
    <message>
        <source>the input</source>
        <translation>输入</translation>
    </message>
    <message>
        <source>{file} is an image, but the model takes {wanted}</source>
        <translation>{file} 是图像，但模型需要{wanted}</translation>
    </message>
    <message>
        <source>{file} is none of the files that are read: an image, .csv, .npy or .json</source>
        <translation>{file} 不是可读取的文件：图像、.csv、.npy 或 .json</translation>
    </message>
    <message>
        <source>the input holds a number that is not whole, but the model takes indices; give it those</source>
        <translation>输入含有非整数，但模型需要索引；请给出索引</translation>
    </message>
    <message>
        <source>there is no file &apos;{text}&apos;, and it is no row of numbers such as 5.1,3.5,1.4,0.2: give one of them</source>
        <translation>没有文件“{text}”，它也不是像 5.1,3.5,1.4,0.2 这样的一行数；请给出其中之一</translation>
    </message>
    <message>
        <source>{name} must be a list of numbers, or a list of such rows</source>
        <translation>{name}必须是数的列表，或这样的行的列表</translation>
    </message>
    <message>
        <source>{name} is not a list of numbers, or its rows differ in length ({error})</source>
        <translation>{name}不是数的列表，或各行长度不同（{error}）</translation>
    </message>
    <message>
        <source>{file} is not a NumPy array; save one with numpy.save</source>
        <translation>{file} 不是 NumPy 数组；请用 numpy.save 保存</translation>
    </message>
    <message>
        <source>{file} is not a NumPy array of numbers; save one with numpy.save ({error})</source>
        <translation>{file} 不是 NumPy 数值数组；请用 numpy.save 保存（{error}）</translation>
    </message>
    <message>
        <source>{file} is an array of {dtype}, not of numbers; save one of numbers</source>
        <translation>{file} 是 {dtype} 的数组，不是数值数组；请保存数值数组</translation>
    </message>
    <message>
        <source>{file} holds {size} bytes, at most {most} are read; use a part</source>
        <translation>{file} 有 {size} 字节，最多读取 {most}；请使用其中一部分</translation>
    </message>
    <message>
        <source>{file} has no column &apos;{column}&apos;; it needs {needed}</source>
        <translation>{file} 没有列“{column}”；需要 {needed}</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: &apos;{cell}&apos; is not a number; mend the row</source>
        <translation>{file} 第 {row} 行，列“{column}”：“{cell}”不是数；请改正此行</translation>
    </message>
    <message>
        <source>{name} holds {found} values, but the model takes {wanted}: give it those</source>
        <translation>{name}含有 {found} 个值，但模型需要{wanted}：请照此给出</translation>
    </message>
    <message>
        <source>{name} holds a value that is not finite, or too large for float32; mend it or leave it out</source>
        <translation>{name}含有非有限值，或超出 float32 范围的值；请改正或去掉它</translation>
    </message>
    <message>
        <source>{name} holds pixels from {low} to {high}; they must be from 0 (black) to 1 (white)</source>
        <translation>{name}的像素值从 {low} 到 {high}；必须在 0（黑）到 1（白）之间</translation>
    </message>
    <message>
        <source>an image of {height}×{width} pixels</source>
        <translation>{height}×{width} 像素的图像</translation>
    </message>
    <message>
        <source>an image of {height}×{width} pixels in colour</source>
        <translation>{height}×{width} 像素的彩色图像</translation>
    </message>
    <message>
        <source>{count} numbers</source>
        <translation>{count} 个数</translation>
    </message>
    <message>
        <source>{count} numbers ({features})</source>
        <translation>{count} 个数（{features}）</translation>
    </message>
    <message>
        <source>text file</source>
        <translation>文本文件</translation>
    </message>
    <message>
        <source>{file} is empty; choose a file with some text</source>
        <translation>{file} 是空的；请选择有文字的文件</translation>
    </message>
    <message>
        <source>{file} is not UTF-8 text; choose a text file, or save it as UTF-8</source>
        <translation>{file} 不是 UTF-8 文本；请选择文本文件，或将其保存为 UTF-8</translation>
    </message>
    <message>
        <source>{file} has {count} characters, but a window of {length} and the next one need {needed}; set a smaller length</source>
        <translation>{file} 有 {count} 个字符，但长度为 {length} 的窗口加上下一个字符需要 {needed} 个；请设置更小的长度</translation>
    </message>
    <message>
        <source>set a larger step or a smaller length</source>
        <translation>请设定更大的步长或更小的长度</translation>
    </message>
    <message>
        <source>the text has {count} characters, but the network goes on from {length}: write more</source>
        <translation>文本有 {count} 个字符，但网络从 {length} 个字符续写：请多写一些</translation>
    </message>
    <message>
        <source>character {place} of the text, {character}, is not in the file that the network learns from; write another</source>
        <translation>文本的第 {place} 个字符 {character} 不在网络学习的文件中；请换一个</translation>
    </message>
    <message>
        <source>target is {target}, but must be one of {known}</source>
        <translation>target 是 {target}，但必须是其中之一：{known}</translation>
    </message>
    <message>
        <source>Line {line}: {name} takes no argument {argument}.</source>
        <translation>第 {line} 行：{name} 不接受参数 {argument}。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is given more than it takes.</source>
        <translation>第 {line} 行：给 {name} 的值多于它能接受的。</translation>
    </message>
    <message>
        <source>Line {line}: {argument} of {name} is given what no form can hold: write a number or a text there.</source>
        <translation>第 {line} 行：{name} 的 {argument} 得到的值无法填入表单：请在那里写一个数或一段文字。</translation>
    </message>
    <message>
        <source>Line {line}: GuiNet&apos;s {name} has no argument {argument}: leave it out.</source>
        <translation>第 {line} 行：GuiNet 的 {name} 没有参数 {argument}：请把它去掉。</translation>
    </message>
    <message>
        <source>{name} became a node of code as it is written, since it cannot be drawn.</source>
        <translation>{name} 无法画出来，因此原样成为一个代码节点。</translation>
    </message>
    <message>
        <source>Line {line}: {name} has no place in a graph: take it out.</source>
        <translation>第 {line} 行：{name} 在图中没有位置：请把它去掉。</translation>
    </message>
    <message>
        <source>Line {line}: how often this repeats is not known before it runs: write a number there.</source>
        <translation>第 {line} 行：运行之前不知道这里重复多少次：请在那里写一个数。</translation>
    </message>
    <message>
        <source>Line {line}: there is no item {index}.</source>
        <translation>第 {line} 行：没有 {index} 这一项。</translation>
    </message>
    <message>
        <source>Line {line}: “{name}” cannot be computed here: write the number that it gives instead.</source>
        <translation>第 {line} 行：“{name}”在这里无法计算：请直接写出它的结果。</translation>
    </message>
    <message>
        <source>Line {line}: “{code}” has no place in a graph: write it more simply.</source>
        <translation>第 {line} 行：“{code}”在图中没有位置：请写得简单些。</translation>
    </message>
    <message>
        <source>Line {line}: nothing before it says what {name} is: copy that line too.</source>
        <translation>第 {line} 行：前面没有说明 {name} 是什么：请把那一行也复制进来。</translation>
    </message>
    <message>
        <source>Line {line}: “{sign}” stands between what no node can take: only tensors and numbers can.</source>
        <translation>第 {line} 行：“{sign}”两边的内容没有节点能接受：只能是张量和数。</translation>
    </message>
    <message>
        <source>Line {line}: this depends on what is known only when it runs: use an If node for it.</source>
        <translation>第 {line} 行：这取决于运行时才知道的值：请为它使用 If 节点。</translation>
    </message>
    <message>
        <source>Line {line}: {code} has no value: give the argument a default, or write below what makes the network.</source>
        <translation>第 {line} 行：{code} 没有值：请给该参数一个默认值，或在下面写出如何创建网络。</translation>
    </message>
    <message>
        <source>Line {line}: this has no items, so [{index}] cannot be read.</source>
        <translation>第 {line} 行：这里没有可取的项，因此无法读取 [{index}]。</translation>
    </message>
    <message>
        <source>Line {line}: [{index}] is no index of a tensor.</source>
        <translation>第 {line} 行：[{index}] 不是张量的索引。</translation>
    </message>
    <message>
        <source>Line {line}: these first values were not taken over: set them in Parameters.</source>
        <translation>第 {line} 行：这些初始值没有导入：请在“参数”面板中设置。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is called with arguments that it does not take.</source>
        <translation>第 {line} 行：调用 {name} 时给了它不接受的参数。</translation>
    </message>
    <message>
        <source>Line {line}: this loop is left in its middle: let its condition say so.</source>
        <translation>第 {line} 行：这个循环在中途退出：请改由循环条件来决定。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is no tensor at the end of this loop.</source>
        <translation>第 {line} 行：在这个循环结束时 {name} 不是张量。</translation>
    </message>
    <message>
        <source>Line {line}: there is no node for {name}: write it another way.</source>
        <translation>第 {line} 行：没有对应 {name} 的节点：请换一种写法。</translation>
    </message>
    <message>
        <source>Line {line}: super().{name} cannot be followed: write here what it does.</source>
        <translation>第 {line} 行：无法跟踪 super().{name}：请在这里写出它所做的事。</translation>
    </message>
    <message>
        <source>Line {line}: nothing can be kept in {code}.</source>
        <translation>第 {line} 行：{code} 中不能存放任何东西。</translation>
    </message>
    <message>
        <source>Line {line}: a {name} cannot be called: call what is in it.</source>
        <translation>第 {line} 行：{name} 不能被调用：请调用其中的内容。</translation>
    </message>
    <message>
        <source>Line {line}: a layer is called outside of forward, where no graph has it.</source>
        <translation>第 {line} 行：在 forward 之外调用了层，图中没有它的位置。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is used in a loop or branch and elsewhere too, and a graph has it at one place only.</source>
        <translation>第 {line} 行：{name} 既在循环或分支中使用，又在别处使用，而图中只能在一处有它。</translation>
    </message>
    <message>
        <source>Line {line}: what is repeated here has not one input and one output.</source>
        <translation>第 {line} 行：这里重复的部分不是恰好一个输入和一个输出。</translation>
    </message>
    <message>
        <source>Line {line}: {name} has no forward method: copy it too.</source>
        <translation>第 {line} 行：{name} 没有 forward 方法：请把它也复制进来。</translation>
    </message>
    <message>
        <source>Line {line}: layers in a row take one value.</source>
        <translation>第 {line} 行：顺序排列的层只接受一个值。</translation>
    </message>
    <message>
        <source>Line {line}: forward of {name} returns nothing.</source>
        <translation>第 {line} 行：{name} 的 forward 没有返回值。</translation>
    </message>
    <message>
        <source>Line {line}: what is returned does not come from an input or a layer.</source>
        <translation>第 {line} 行：返回的值并非来自输入或层。</translation>
    </message>
    <message>
        <source>Line {line}: a tensor from outside is used here: make it an argument.</source>
        <translation>第 {line} 行：这里使用了外面的张量：请把它作为参数。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is in {other} too, and only there in the graph and in its state_dict.</source>
        <translation>第 {line} 行：{name} 也在 {other} 中，在图和它的 state_dict 中只出现在那里。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is never used, so it is not in the graph.</source>
        <translation>第 {line} 行：{name} 从未被使用，因此不在图中。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is given a value that no form can hold.</source>
        <translation>第 {line} 行：{name} 得到的值无法填入表单。</translation>
    </message>
    <message>
        <source>Line {line}: {name} can name no node, so it is called {other} here.</source>
        <translation>第 {line} 行：{name} 不能作为节点名称，因此在这里称为 {other}。</translation>
    </message>
    <message>
        <source>Line {line}: {name} computes with tensors where the layers are made; move that into forward.</source>
        <translation>第 {line} 行：{name} 在创建层的地方用张量计算；请把它移到 forward 中。</translation>
    </message>
    <message>
        <source>Line {line}: {argument} of {name} cannot come from a wire: write a number there.</source>
        <translation>第 {line} 行：{name} 的 {argument} 不能来自连线：请在那里写一个数。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is not given its argument {argument}.</source>
        <translation>第 {line} 行：没有给 {name} 参数 {argument}。</translation>
    </message>
    <message>
        <source>Line {line}: what is called here is no layer and no function.</source>
        <translation>第 {line} 行：这里调用的既不是层也不是函数。</translation>
    </message>
    <message>
        <source>Line {line}: {name} comes from outside: make it an argument.</source>
        <translation>第 {line} 行：{name} 来自外面：请把它作为参数。</translation>
    </message>
    <message>
        <source>Line {line}: this calls itself again and again: let it end.</source>
        <translation>第 {line} 行：这里不断调用自身：请让它结束。</translation>
    </message>
    <message>
        <source>Line {line}: the text repeats too often to be drawn: repeat less.</source>
        <translation>第 {line} 行：文本重复次数太多，无法画出：请减少重复。</translation>
    </message>
    <message>
        <source>Line {line}: {got} values cannot be given to {expected} names.</source>
        <translation>第 {line} 行：{got} 个值不能赋给 {expected} 个名称。</translation>
    </message>
    <message>
        <source>Line {line}: what this does with the parameters was not taken over: do it in Parameters.</source>
        <translation>第 {line} 行：这里对参数做的事没有被采用：请在“参数”中进行。</translation>
    </message>
    <message>
        <source>Line {line}: of “with”, only torch.no_grad() and the like can be drawn.</source>
        <translation>第 {line} 行：“with”语句中只有 torch.no_grad() 之类可以画出。</translation>
    </message>
    <message>
        <source>Line {line}: there is no layer nn.{name}: use another.</source>
        <translation>第 {line} 行：没有层 nn.{name}：请用别的层。</translation>
    </message>
    <message>
        <source>Line {line}: {name} asks whether the network trains: use the layer that does.</source>
        <translation>第 {line} 行：{name} 要知道网络是否在训练：请使用相应的层。</translation>
    </message>
    <message>
        <source>Line {line}: a {name} holds layers, and this is given something else.</source>
        <translation>第 {line} 行：{name} 中只能放层，这里给了别的东西。</translation>
    </message>
    <message>
        <source>Line {line}: a parameter can begin with a tensor that torch makes, such as torch.randn(3, 4).</source>
        <translation>第 {line} 行：参数的初值可以是 torch 生成的张量，例如 torch.randn(3, 4)。</translation>
    </message>
    <message>
        <source>There is no run {run} any more: choose another one.</source>
        <translation>运行 {run} 已不存在：请选择另一次。</translation>
    </message>
    <message>
        <source>the lesson {path} is damaged ({error}): reinstall GuiNet</source>
        <translation>课程 {path} 已损坏（{error}）：请重新安装 GuiNet</translation>
    </message>
    <message>
        <source>{name} is {value}, but must be a number of at least {low}</source>
        <translation>{name} 是 {value}，但必须是不小于 {low} 的数</translation>
    </message>
    <message>
        <source>{name} is {value}, but must be a whole number of at least {low}</source>
        <translation>{name} 是 {value}，但必须是不小于 {low} 的整数</translation>
    </message>
    <message>
        <source>{name} is {value}, but must be a number from {low} to {high}</source>
        <translation>{name} 是 {value}，但必须是 {low} 到 {high} 之间的数</translation>
    </message>
    <message>
        <source>{name} is {value}, but must be a whole number from {low} to {high}</source>
        <translation>{name} 是 {value}，但必须是 {low} 到 {high} 之间的整数</translation>
    </message>
    <message>
        <source>{name} is {value}, but must be true or false</source>
        <translation>{name} 是 {value}，但必须是 true 或 false</translation>
    </message>
    <message>
        <source>{name} is {value}, but must be text</source>
        <translation>{name} 是 {value}，但必须是文本</translation>
    </message>
    <message>
        <source>{name} is {value}, but must be a list of column names</source>
        <translation>{name} 是 {value}，但必须是列名的列表</translation>
    </message>
    <message>
        <source>NumPy file</source>
        <translation>NumPy 文件</translation>
    </message>
    <message>
        <source>&apos;{name}&apos; of {file}</source>
        <translation>{file} 中的“{name}”</translation>
    </message>
    <message>
        <source>both files are called {name}: beside one script they need two names</source>
        <translation>两个文件都叫 {name}：放在同一脚本旁需要不同的名称</translation>
    </message>
    <message>
        <source>{file} holds one array, the input; set the target path to the file of the targets</source>
        <translation>{file} 只含一个数组，即输入；请把目标路径设为目标所在的文件</translation>
    </message>
    <message>
        <source>{array} has {rows} rows and {other} has {others}; choose arrays whose first sizes are equal</source>
        <translation>{array} 有 {rows} 行，{other} 有 {others} 行；请选择第一维大小相同的数组</translation>
    </message>
    <message>
        <source>use a part of it</source>
        <translation>请使用其中一部分</translation>
    </message>
    <message>
        <source>input_type is {chosen}, but must be one of {known}</source>
        <translation>input_type 是 {chosen}，但必须是其中之一：{known}</translation>
    </message>
    <message>
        <source>{file} holds one array without a name; leave {argument} empty</source>
        <translation>{file} 含有一个没有名称的数组；请让 {argument} 留空</translation>
    </message>
    <message>
        <source>{file} has no array &apos;{name}&apos;; it has {known}</source>
        <translation>{file} 中没有数组“{name}”；其中有：{known}</translation>
    </message>
    <message>
        <source>none</source>
        <translation>无</translation>
    </message>
    <message>
        <source>{file} holds {count} arrays; two are needed, one of them for the {argument}</source>
        <translation>{file} 含有 {count} 个数组；需要两个，其中一个用于 {argument}</translation>
    </message>
    <message>
        <source>{array} is no array of numbers; save one of numbers</source>
        <translation>{array} 不是数值数组；请保存数值数组</translation>
    </message>
    <message>
        <source>{array} holds Python objects, which are never loaded; save an array of numbers</source>
        <translation>{array} 含有 Python 对象，它们从不加载；请保存数值数组</translation>
    </message>
    <message>
        <source>{array} is an array of {dtype}, not of numbers; save one of numbers</source>
        <translation>{array} 是 {dtype} 的数组，不是数值数组；请保存数值数组</translation>
    </message>
    <message>
        <source>{array} has no rows; choose an array of at least one dimension with some</source>
        <translation>{array} 没有行；请选择至少一维且有内容的数组</translation>
    </message>
    <message>
        <source>{file} is not a NumPy file that can be read ({error}); save it again with numpy.save or numpy.savez</source>
        <translation>{file} 不是可读取的 NumPy 文件（{error}）；请用 numpy.save 或 numpy.savez 重新保存</translation>
    </message>
    <message>
        <source>row {row} of {array} holds a value that is not finite, or too large; mend it or leave it out</source>
        <translation>{array} 的第 {row} 行含有非有限值或过大的值；请改正或去掉它</translation>
    </message>
    <message>
        <source>row {row} of {array} holds a number that is not whole, where classes or indices are wanted; mend it or leave it out</source>
        <translation>{array} 的第 {row} 行含有非整数，而这里需要类别或索引；请改正或去掉它</translation>
    </message>
    <message>
        <source>drop_last leaves no batch: {source} has {rows} rows here and batch_size is {batch_size}; use a smaller batch_size</source>
        <translation>drop_last 后没有批次：{source} 在此有 {rows} 行，而 batch_size 是 {batch_size}；请用更小的 batch_size</translation>
    </message>
    <message>
        <source>the run cannot be resumed: {name} was {then} and is {now} now; set it back, or start a new run</source>
        <translation>无法继续这次运行：{name} 原为 {then}，现为 {now}；请改回，或开始新的运行</translation>
    </message>
    <message>
        <source>{kind} is not a data source; there are {known}</source>
        <translation>{kind} 不是数据源；可用的有 {known}</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: the value is missing; fill it in, or {remedy}</source>
        <translation>{file} 第 {row} 行，列“{column}”：缺少值；请填上，或{remedy}</translation>
    </message>
    <message>
        <source>column &apos;{column}&apos; of {file} holds {dtype} where numbers are needed; {remedy}</source>
        <translation>{file} 的列“{column}”含有 {dtype}，而这里需要数；请{remedy}</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: the column holds text (&apos;{cell}&apos;) where numbers are needed; {remedy}</source>
        <translation>{file} 第 {row} 行，列“{column}”：此列含有文本（“{cell}”），而这里需要数；请{remedy}</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: &apos;{cell}&apos;: {what}; {mend}, or {remedy}</source>
        <translation>{file} 第 {row} 行，列“{column}”：“{cell}”：{what}；请{mend}，或{remedy}</translation>
    </message>
    <message>
        <source>that is not a number</source>
        <translation>这不是数</translation>
    </message>
    <message>
        <source>the value is missing</source>
        <translation>缺少值</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: the value is too large for float32; mend it, or {remedy}</source>
        <translation>{file} 第 {row} 行，列“{column}”：值超出 float32 的范围；请改正，或{remedy}</translation>
    </message>
    <message>
        <source>write {number} with a point</source>
        <translation>用小数点写成 {number}</translation>
    </message>
    <message>
        <source>mend the row</source>
        <translation>改正此行</translation>
    </message>
    <message>
        <source>CSV file</source>
        <translation>CSV 文件</translation>
    </message>
    <message>
        <source>{file} could not be read: {error}</source>
        <translation>无法读取 {file}：{error}</translation>
    </message>
    <message>
        <source>1 file of {source} was left out of the data: {reason}</source>
        <translation>{source} 中有 1 个文件未计入数据：{reason}</translation>
    </message>
    <message>
        <source>{count} files of {source} were left out of the data: {reason}; so were {others}</source>
        <translation>{source} 中有 {count} 个文件未计入数据：{reason}；还有 {others}</translation>
    </message>
    <message>
        <source>row {row} of {source}: index {index} is out of range, the embedding has {rows} rows (0 to {last}); set num_embeddings to {needed}, or mend the row</source>
        <translation>{source} 第 {row} 行：索引 {index} 超出范围，嵌入有 {rows} 行（0 到 {last}）；请把 num_embeddings 设为 {needed}，或改正此行</translation>
    </message>
    <message>
        <source>row {row} of {source}: index {index} ({character}) is out of range, the embedding has {rows} rows (0 to {last}); set num_embeddings to {needed}, or mend the row</source>
        <translation>{source} 第 {row} 行：索引 {index}（{character}）超出范围，嵌入有 {rows} 行（0 到 {last}）；请把 num_embeddings 设为 {needed}，或改正此行</translation>
    </message>
    <message>
        <source>row {row} of {source}: label {label} is out of range, the model tells {classes} classes apart (0 to {last}); give its last layer {needed} outputs or mend the row</source>
        <translation>{source} 第 {row} 行：标签 {label} 超出范围，模型区分 {classes} 个类别（0 到 {last}）；请让最后一层有 {needed} 个输出，或改正此行</translation>
    </message>
    <message>
        <source>row {row} of {source}: label {label} in column &apos;{column}&apos; is out of range, the model tells {classes} classes apart (0 to {last}); give its last layer {needed} outputs or mend the row</source>
        <translation>{source} 第 {row} 行：列“{column}”中的标签 {label} 超出范围，模型区分 {classes} 个类别（0 到 {last}）；请让最后一层有 {needed} 个输出，或改正此行</translation>
    </message>
    <message>
        <source>a drawing has one channel, and the model takes images of others; choose a file instead</source>
        <translation>手绘图只有一个通道，而模型需要其他通道数的图像；请改选文件</translation>
    </message>
    <message>
        <source>nothing is drawn yet; draw with the mouse</source>
        <translation>还没有画任何内容；请用鼠标绘制</translation>
    </message>
    <message>
        <source>column &apos;{column}&apos; of {file} holds one class only ({label}); choose another target</source>
        <translation>{file} 的列“{column}”只有一个类别（{label}）；请选择其他目标</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: {label} is not a class, classes are whole numbers or words; mend the row, or set the task to regression</source>
        <translation>{file} 第 {row} 行，列“{column}”：{label} 不是类别，类别是整数或文字；请改正此行，或把任务设为回归</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: label {label} is negative, classes are counted from 0; mend the row, or set the task to regression</source>
        <translation>{file} 第 {row} 行，列“{column}”：标签 {label} 为负，类别从 0 数起；请改正此行，或把任务设为回归</translation>
    </message>
    <message>
        <source>row {row} of {file}, column &apos;{column}&apos;: label {label} is out of range for {rows} rows, classes are counted from 0; mend the row, or set the task to regression</source>
        <translation>{file} 第 {row} 行，列“{column}”：标签 {label} 对 {rows} 行数据超出范围，类别从 0 数起；请改正此行，或把任务设为回归</translation>
    </message>
    <message>
        <source>{name} would take {size} GiB of memory, at most {most} are used: {remedy}</source>
        <translation>{name} 会占用 {size} GiB 内存，最多使用 {most}：{remedy}</translation>
    </message>
    <message>
        <source>Parquet file</source>
        <translation>Parquet 文件</translation>
    </message>
    <message>
        <source>{file} has no rows; choose a file with some</source>
        <translation>{file} 没有行；请选择有内容的文件</translation>
    </message>
    <message>
        <source>{file} has two columns named &apos;{column}&apos;; give each its own name</source>
        <translation>{file} 有两列都叫“{column}”；请分别命名</translation>
    </message>
    <message>
        <source>use a part of it, or fewer columns in `features`</source>
        <translation>请使用其中一部分，或减少 `features` 中的列</translation>
    </message>
    <message>
        <source>{file} is not a Parquet file that can be read: {error}; write it again</source>
        <translation>{file} 不是可读取的 Parquet 文件：{error}；请重新写出</translation>
    </message>
    <message>
        <source>Parquet files need pyarrow, which is not installed: run `pip install pyarrow` and open the project again</source>
        <translation>Parquet 文件需要 pyarrow，但尚未安装：请运行 `pip install pyarrow` 并重新打开项目</translation>
    </message>
    <message>
        <source>train</source>
        <translation>训练</translation>
    </message>
    <message>
        <source>validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>test</source>
        <translation>测试</translation>
    </message>
    <message>
        <source>the validation share is {share}, but must be at least 0 and less than 1</source>
        <translation>验证份额是 {share}，但必须不小于 0 且小于 1</translation>
    </message>
    <message>
        <source>the test share is {share}, but must be at least 0 and less than 1</source>
        <translation>测试份额是 {share}，但必须不小于 0 且小于 1</translation>
    </message>
    <message>
        <source>the validation share {validation} and the test share {test} leave nothing to train on; together they must be less than 1</source>
        <translation>验证份额 {validation} 与测试份额 {test} 没有留下可训练的数据；两者之和必须小于 1</translation>
    </message>
    <message>
        <source>the {part} part would be empty: its share is {share} of the {rows} rows of {source}; use more rows, or other shares (0 for no such part)</source>
        <translation>{part}部分将为空：其份额是 {share}，而 {source} 有 {rows} 行；请用更多行，或改变份额（0 表示没有这部分）</translation>
    </message>
    <message>
        <source>{file} has pixels that are not finite; save it again as PNG</source>
        <translation>{file} 含有非有限的像素；请重新保存为 PNG</translation>
    </message>
    <message>
        <source>{file} has {width}×{height} pixels; at most {most} are read; make it smaller</source>
        <translation>{file} 有 {width}×{height} 像素；最多读取 {most}；请缩小它</translation>
    </message>
    <message>
        <source>{file} has too many pixels; at most {most} are read; make it smaller</source>
        <translation>{file} 像素太多；最多读取 {most}；请缩小它</translation>
    </message>
    <message>
        <source>{file} is not an image that can be read; save it again as PNG ({error})</source>
        <translation>{file} 不是可读取的图像；请重新保存为 PNG（{error}）</translation>
    </message>
    <message>
        <source>{name} could not be read: {error}</source>
        <translation>无法读取 {name}：{error}</translation>
    </message>
    <message>
        <source>{error}: reinstall GuiNet</source>
        <translation>{error}：请重新安装 GuiNet</translation>
    </message>
    <message>
        <source>{file} has {size} bytes, at most {most} are read; use a part of it</source>
        <translation>{file} 有 {size} 字节，最多读取 {most}；请使用其中一部分</translation>
    </message>
    <message>
        <source>{file} is packed ({packing}); unpack it first</source>
        <translation>{file} 是压缩文件（{packing}）；请先解压</translation>
    </message>
    <message>
        <source>{file} is empty; choose a file with rows of values</source>
        <translation>{file} 是空的；请选择有数据行的文件</translation>
    </message>
    <message>
        <source>the separator is {separator}, but must be one sign, such as a comma; or leave it empty</source>
        <translation>分隔符是 {separator}，但必须是一个字符，例如逗号；也可留空</translation>
    </message>
    <message>
        <source>no separator was found in {file} (comma, semicolon, tab or bar), so there are no two columns; set the separator</source>
        <translation>在 {file} 中没有找到分隔符（逗号、分号、制表符或竖线），因此没有两列；请设定分隔符</translation>
    </message>
    <message>
        <source>row {row} of {file} cannot be read: {error}; look for an open quote</source>
        <translation>无法读取 {file} 第 {row} 行：{error}；请查找未闭合的引号</translation>
    </message>
    <message>
        <source>{file} has no rows below its header; add some</source>
        <translation>{file} 在表头之下没有行；请添加</translation>
    </message>
    <message>
        <source>row {row} of {file} has {count} values where {width} are expected; mend the row, or set the separator (it is {separator} now)</source>
        <translation>{file} 第 {row} 行有 {count} 个值，应有 {width} 个；请改正此行，或设定分隔符（现为 {separator}）</translation>
    </message>
    <message>
        <source>row {row} of {file}, below the header, has {count} values where {width} are expected; mend the row, or set the separator (it is {separator} now)</source>
        <translation>{file} 表头之下第 {row} 行有 {count} 个值，应有 {width} 个；请改正此行，或设定分隔符（现为 {separator}）</translation>
    </message>
    <message>
        <source>the first row of {name} cannot be read: {error}; look for an open quote</source>
        <translation>无法读取 {name} 的第一行：{error}；请查找未闭合的引号</translation>
    </message>
    <message>
        <source>{name} is UTF-16 text; save it as UTF-8</source>
        <translation>{name} 是 UTF-16 文本；请保存为 UTF-8</translation>
    </message>
    <message>
        <source>{name} is not text (byte {zero} is zero); choose a text file with separated values</source>
        <translation>{name} 不是文本（字节 {zero} 为零）；请选择含分隔值的文本文件</translation>
    </message>
    <message>
        <source>{name} is not UTF-8: byte {byte} (0x{value}) {place}; save the file as UTF-8</source>
        <translation>{name} 不是 UTF-8：字节 {byte}（0x{value}）{place}；请将文件保存为 UTF-8</translation>
    </message>
    <message>
        <source>in the header</source>
        <translation>在表头中</translation>
    </message>
    <message>
        <source>in row {row} below the header</source>
        <translation>在表头之下第 {row} 行</translation>
    </message>
    <message>
        <source>in row {row} below the header, column &apos;{column}&apos;</source>
        <translation>在表头之下第 {row} 行，列“{column}”</translation>
    </message>
    <message>
        <source>{name} has two columns named &apos;{column}&apos;; give each its own name</source>
        <translation>{name} 有两列都叫“{column}”；请分别命名</translation>
    </message>
    <message>
        <source>the first row of {name} holds numbers; put a row with the names of the columns above it</source>
        <translation>{name} 的第一行是数；请在其上方加一行列名</translation>
    </message>
    <message>
        <source>{node} needs a value for {name}</source>
        <translation>{node} 需要 {name} 的值</translation>
    </message>
    <message>
        <source>{node} has no items: its __len__ is 0</source>
        <translation>{node} 没有条目：其 __len__ 为 0</translation>
    </message>
    <message>
        <source>{node} gives something else than {ports} for its first item: let __getitem__ return one value for each, the same number for every item</source>
        <translation>{node} 的第一个条目给出的不是 {ports}：请让 __getitem__ 为每一项返回一个值，每个条目数目相同</translation>
    </message>
    <message>
        <source>let its __len__ be smaller</source>
        <translation>请让其 __len__ 更小</translation>
    </message>
    <message>
        <source>{name} is what the weights are called that the network begins with: choose another name</source>
        <translation>{name} 是网络起始权重的名称：请选择其他名称</translation>
    </message>
    <message>
        <source>loaded in a clean process, every output equal on a random batch of {rows}, with {weights}</source>
        <translation>在干净的进程中加载，使用{weights}，在 {rows} 行的随机批次上所有输出相等</translation>
    </message>
    <message>
        <source>output {number} of the exported model differs by up to {difference}: nothing was written</source>
        <translation>导出的模型的输出 {number} 相差达 {difference}：没有写入任何内容</translation>
    </message>
    <message>
        <source>output {number} of the exported model differs by {relative} (relative, {tolerance} allowed): nothing was written</source>
        <translation>导出的模型的输出 {number} 相差 {relative}（相对，允许 {tolerance}）：没有写入任何内容</translation>
    </message>
    <message>
        <source>loaded in a clean process, outputs within {difference} (relative) on a random batch of {rows}, with {weights}</source>
        <translation>在干净的进程中加载，使用{weights}，在 {rows} 行的随机批次上输出相差不超过 {difference}（相对）</translation>
    </message>
    <message>
        <source>the exported file could not be loaded again: {error}</source>
        <translation>导出的文件无法重新加载：{error}</translation>
    </message>
    <message>
        <source>the exported model gives outputs of other shapes: nothing was written</source>
        <translation>导出的模型输出的形状不同：没有写入任何内容</translation>
    </message>
    <message>
        <source>the disk is full or failed</source>
        <translation>磁盘已满或出错</translation>
    </message>
    <message>
        <source>the model&apos;s source would be called {file} too: choose a name that does not end with .py</source>
        <translation>模型的源代码也会叫 {file}：请选择不以 .py 结尾的名称</translation>
    </message>
    <message>
        <source>{path} could not be written ({reason}): nothing was changed, choose another place</source>
        <translation>无法写入 {path}（{reason}）：没有改动任何内容，请选择其他位置</translation>
    </message>
    <message>
        <source>there is no format “{format}”; choose one of {known}</source>
        <translation>没有格式“{format}”；请从中选择：{known}</translation>
    </message>
    <message>
        <source>loaded in a clean process and given {weights}, every output equal on a random batch of {rows}; the file itself holds no weights</source>
        <translation>在干净的进程中加载并给予{weights}，在 {rows} 行的随机批次上所有输出相等；文件本身不含权重</translation>
    </message>
    <message>
        <source>{name} is what the data file beside the script is called: choose another name, such as train.py</source>
        <translation>{name} 是脚本旁数据文件的名称：请选择其他名称，例如 train.py</translation>
    </message>
    <message>
        <source>the exported script does not run: {error}</source>
        <translation>导出的脚本无法运行：{error}</translation>
    </message>
    <message>
        <source>the script&apos;s losses are not those of the training: nothing was written</source>
        <translation>脚本的损失与训练的不同：没有写入任何内容</translation>
    </message>
    <message>
        <source>run in a clean process for an epoch on the CPU, as {device} is not here: all {count} losses equal</source>
        <translation>在干净的进程中于 CPU 上运行一个轮次（此处没有 {device}），全部 {count} 个损失相等</translation>
    </message>
    <message>
        <source>run in a clean process for an epoch, all {count} losses equal</source>
        <translation>在干净的进程中运行一个轮次，全部 {count} 个损失相等</translation>
    </message>
    <message>
        <source>{file} would hide the module {stem} from the scripts beside it: choose another name</source>
        <translation>{file} 会使其旁的脚本找不到模块 {stem}：请选择其他名称</translation>
    </message>
    <message>
        <source>{there} is there already and is something else: choose another name</source>
        <translation>{there} 已经存在，而且是别的内容：请选择其他名称</translation>
    </message>
    <message>
        <source>the model could not be exported to {file}: {error}; nothing was written, choose another format</source>
        <translation>无法将模型导出到 {file}：{error}；没有写入任何内容，请选择其他格式</translation>
    </message>
    <message>
        <source>Line {line}: the branches of this if do not both end with a tensor for {name}.</source>
        <translation>第 {line} 行：这个 if 的两个分支结束时，{name} 并不都是张量。</translation>
    </message>
    <message>
        <source>Line {line}: a copy of a layer begins with values of its own here.</source>
        <translation>第 {line} 行：层的副本在这里有自己的初始值。</translation>
    </message>
    <message>
        <source>the model could not be exported to {file}: which way it goes depends on the values, as in a While or an If, and a recorded graph has one way only; nothing was written, choose pt, safetensors, full or py</source>
        <translation>无法将模型导出到 {file}：走哪条路径取决于数值，如 While 或 If，而记录的图只有一条路径；没有写入任何内容，请选择 pt、safetensors、full 或 py</translation>
    </message>
    <message>
        <source>{name} is another value where the script runs alone: nothing was written</source>
        <translation>脚本单独运行时 {name} 的值不同：没有写入任何内容</translation>
    </message>
    <message>
        <source>run in a clean process, all {count} tensors equal</source>
        <translation>在干净的进程中运行，全部 {count} 个张量相等</translation>
    </message>
    <message>
        <source>the script does not run to its end: {words}; nothing was written</source>
        <translation>脚本没有运行到结束：{words}；没有写入任何内容</translation>
    </message>
    <message>
        <source>this canvas is only tensors, there is no model in it to export as {format}: choose py, or begin the network with data or an Input</source>
        <translation>此画布只有张量，没有可导出为 {format} 的模型：请选择 py，或让网络以数据或输入开始</translation>
    </message>
    <message>
        <source>this canvas is only tensors, there is no model in it for weights: leave them out</source>
        <translation>此画布只有张量，没有可接受权重的模型：请去掉权重</translation>
    </message>
    <message>
        <source>The training script has something called “{clash}” already: rename yours and try again</source>
        <translation>训练脚本中已有名为“{clash}”的内容：请将您的改名后再试</translation>
    </message>
    <message>
        <source>fresh weights (no run is kept)</source>
        <translation>全新的权重（没有保存运行）</translation>
    </message>
    <message>
        <source>{file} holds more than weights by name (“{other}” is no tensor): save the model&apos;s state_dict() alone</source>
        <translation>{file} 除按名称的权重外还有其他内容（“{other}”不是张量）：请只保存模型的 state_dict()</translation>
    </message>
    <message>
        <source>the weights of {file}</source>
        <translation>{file} 的权重</translation>
    </message>
    <message>
        <source>{path} is not a file: check the name of the weights</source>
        <translation>{path} 不是文件：请检查权重的名称</translation>
    </message>
    <message>
        <source>fresh weights (run {run} is of another network)</source>
        <translation>全新的权重（运行 {run} 属于另一个网络）</translation>
    </message>
    <message>
        <source>the best weights of run {run}</source>
        <translation>运行 {run} 的最佳权重</translation>
    </message>
    <message>
        <source>there is no mode “{mode}”: use eval or train</source>
        <translation>没有模式“{mode}”：请用 eval 或 train</translation>
    </message>
    <message>
        <source>run {run} goes on with the seed it began with, {seed}: leave the seed out, or start a new run</source>
        <translation>运行 {run} 以开始时的种子 {seed} 继续：请不要给出种子，或开始新的运行</translation>
    </message>
    <message>
        <source>run {run} has done {epoch} epochs already, and {epochs} would add none: go on with more (--epochs {more}), or start a new run</source>
        <translation>运行 {run} 已完成 {epoch} 个轮次，{epochs} 个不会再增加：请用更多轮次继续（--epochs {more}），或开始新的运行</translation>
    </message>
    <message>
        <source>a prediction starts from a file or from values written as text (&quot;5.1,3.5&quot;), not {input}</source>
        <translation>预测从文件或写成文本的数值（&quot;5.1,3.5&quot;）开始，而不是 {input}</translation>
    </message>
    <message>
        <source>say whose weights to start from: those of a file or of a run</source>
        <translation>请说明从谁的权重开始：文件的或运行的</translation>
    </message>
    <message>
        <source>The trace {trace} could not be written ({why}): choose another place.</source>
        <translation>无法写入跟踪文件 {trace}（{why}）：请选择其他位置。</translation>
    </message>
    <message>
        <source>{path} could not be saved ({error}): what was there is untouched, save it elsewhere.</source>
        <translation>无法保存 {path}（{error}）：原有内容没有改动，请保存到别处。</translation>
    </message>
    <message>
        <source>the disk is full</source>
        <translation>磁盘已满</translation>
    </message>
    <message>
        <source>the file is read-only</source>
        <translation>文件为只读</translation>
    </message>
    <message>
        <source>There is no example “{name}”: take {close}.</source>
        <translation>没有示例“{name}”：请用 {close}。</translation>
    </message>
    <message>
        <source>is missing</source>
        <translation>缺失</translation>
    </message>
    <message>
        <source>should be an object, but is {found}</source>
        <translation>应是对象，却是{found}</translation>
    </message>
    <message>
        <source>should be a list, but is {found}</source>
        <translation>应是列表，却是{found}</translation>
    </message>
    <message>
        <source>should be text, but is {found}</source>
        <translation>应是文本，却是{found}</translation>
    </message>
    <message>
        <source>should be true or false, but is {found}</source>
        <translation>应是真或假，却是{found}</translation>
    </message>
    <message>
        <source>is nested too deeply</source>
        <translation>嵌套过深</translation>
    </message>
    <message>
        <source>The text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>The project has no file yet: say where to save it.</source>
        <translation>项目还没有文件：请说明保存到哪里。</translation>
    </message>
    <message>
        <source>The project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>{name} cannot be written: {reason}; change it and save again.</source>
        <translation>无法写入 {name}：{reason}；请更改后重新保存。</translation>
    </message>
    <message>
        <source>{path} is a folder: choose a {suffix} file in it.</source>
        <translation>{path} 是文件夹：请选择其中的 {suffix} 文件。</translation>
    </message>
    <message>
        <source>{path} is not a file: choose a {suffix} file.</source>
        <translation>{path} 不是文件：请选择 {suffix} 文件。</translation>
    </message>
    <message>
        <source>{path} has {size} MB, more than any project: choose a {suffix} file.</source>
        <translation>{path} 有 {size} MB，大于任何项目：请选择 {suffix} 文件。</translation>
    </message>
    <message>
        <source>{path} does not exist: check its name and folder.</source>
        <translation>{path} 不存在：请检查其名称和文件夹。</translation>
    </message>
    <message>
        <source>{path} may not be read: ask its owner for permission.</source>
        <translation>不允许读取 {path}：请向其所有者申请权限。</translation>
    </message>
    <message>
        <source>{path} could not be read ({error}): check the name and the drive.</source>
        <translation>无法读取 {path}（{error}）：请检查名称和驱动器。</translation>
    </message>
    <message>
        <source>{path} was made by a newer GuiNet and is left as it is: save under another name.</source>
        <translation>{path} 由更新版本的 GuiNet 创建，保持原样：请用其他名称保存。</translation>
    </message>
    <message>
        <source>The clipboard</source>
        <translation>剪贴板</translation>
    </message>
    <message>
        <source>These nodes cannot be copied: {reason}; change it first.</source>
        <translation>无法复制这些节点：{reason}；请先更改。</translation>
    </message>
    <message>
        <source>{name} was made by a newer GuiNet (format {version}; this one reads up to {newest}): update GuiNet to open it.</source>
        <translation>{name} 由更新版本的 GuiNet 创建（格式 {version}；本版本最多读取 {newest}）：请更新 GuiNet 后打开。</translation>
    </message>
    <message>
        <source>{name} is JSON but not a GuiNet project (it has no &quot;guinet&quot; version): choose another file.</source>
        <translation>{name} 是 JSON，但不是 GuiNet 项目（没有 &quot;guinet&quot; 版本）：请选择其他文件。</translation>
    </message>
    <message>
        <source>should be the version of the format, 0 to {newest}, but is {found}</source>
        <translation>应是格式的版本，0 到 {newest}，却是{found}</translation>
    </message>
    <message>
        <source>should be a whole number, but is {found}</source>
        <translation>应是整数，却是{found}</translation>
    </message>
    <message>
        <source>{place} {reason}</source>
        <translation>{place} {reason}</translation>
    </message>
    <message>
        <source>it</source>
        <translation>它</translation>
    </message>
    <message>
        <source>{path}: {suffix} files cannot be imported yet; a .py file can.</source>
        <translation>{path}：{suffix} 文件还不能导入；.py 文件可以。</translation>
    </message>
    <message>
        <source>{path} is too long to be a network: is it the right file?</source>
        <translation>{path} 太长，不像是一个网络：是正确的文件吗？</translation>
    </message>
    <message>
        <source>{path} is no text in UTF-8: is it the right file?</source>
        <translation>{path} 不是 UTF-8 文本：是正确的文件吗？</translation>
    </message>
    <message>
        <source>is a field this version does not know</source>
        <translation>是本版本不认识的字段</translation>
    </message>
    <message>
        <source>should be four numbers, but is {found}</source>
        <translation>应是四个数，却是{found}</translation>
    </message>
    <message>
        <source>should be one of {modes}, but is “{raw}”</source>
        <translation>应是其中之一：{modes}，却是“{raw}”</translation>
    </message>
    <message>
        <source>should be a node and a parameter of it, but is {found}</source>
        <translation>应是节点及其参数，却是{found}</translation>
    </message>
    <message>
        <source>should have one of {known}</source>
        <translation>应有其中之一：{known}</translation>
    </message>
    <message>
        <source>should be a whole number from 1, but is {found}</source>
        <translation>应是从 1 起的整数，却是{found}</translation>
    </message>
    <message>
        <source>should be a place [x, y], but is {found}</source>
        <translation>应是位置 [x, y]，却是{found}</translation>
    </message>
    <message>
        <source>{parent} is not a folder: make it first, or choose another</source>
        <translation>{parent} 不是文件夹：请先创建，或选择其他的</translation>
    </message>
    <message>
        <source>{path} is a folder: say a file in it</source>
        <translation>{path} 是文件夹：请给出其中的文件</translation>
    </message>
    <message>
        <source>{path} is not a file: choose another name</source>
        <translation>{path} 不是文件：请另选名称</translation>
    </message>
    <message>
        <source>{file} is a project&apos;s name, and an export would destroy the project: choose another name</source>
        <translation>{file} 是项目的名称，导出会毁掉项目：请选择其他名称</translation>
    </message>
    <message>
        <source>is an integer of {length} digits, which no argument can take</source>
        <translation>是 {length} 位的整数，没有参数能接受</translation>
    </message>
    <message>
        <source>is a number too large for a float</source>
        <translation>是超出浮点数范围的数</translation>
    </message>
    <message>
        <source>is {name}, which is no JSON number</source>
        <translation>是 {name}，它不是 JSON 数</translation>
    </message>
    <message>
        <source>is there twice</source>
        <translation>出现了两次</translation>
    </message>
    <message>
        <source>{name} is nested too deeply to be a project: restore an earlier version of it.</source>
        <translation>{name} 嵌套过深，不可能是项目：请恢复其较早版本。</translation>
    </message>
    <message>
        <source>{name} is JSON but not a project: it holds {found} where an object should be; choose a .guinet file.</source>
        <translation>{name} 是 JSON，但不是项目：其中是{found}，而应是对象；请选择 .guinet 文件。</translation>
    </message>
    <message>
        <source>{name} is not a GuiNet project: it is not text (byte {byte} is not UTF-8); choose a .guinet file.</source>
        <translation>{name} 不是 GuiNet 项目：它不是文本（字节 {byte} 不是 UTF-8）；请选择 .guinet 文件。</translation>
    </message>
    <message>
        <source>{name}: {reason}; mend it there or restore an earlier version of the file.</source>
        <translation>{name}：{reason}；请在那里改正，或恢复文件的较早版本。</translation>
    </message>
    <message>
        <source>null</source>
        <translation>null</translation>
    </message>
    <message>
        <source>true or false</source>
        <translation>true 或 false</translation>
    </message>
    <message>
        <source>text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>a number</source>
        <translation>数</translation>
    </message>
    <message>
        <source>a list</source>
        <translation>列表</translation>
    </message>
    <message>
        <source>an object</source>
        <translation>对象</translation>
    </message>
    <message>
        <source>{name} is empty: restore an earlier version of it.</source>
        <translation>{name} 是空的：请恢复其较早版本。</translation>
    </message>
    <message>
        <source>{name} holds a git conflict from line {line} on: resolve it and open it again.</source>
        <translation>{name} 从第 {line} 行起有 git 冲突：请解决后重新打开。</translation>
    </message>
    <message>
        <source>{name} breaks off at line {line}: it was cut off, restore an earlier version of it.</source>
        <translation>{name} 在第 {line} 行中断：文件被截断，请恢复其较早版本。</translation>
    </message>
    <message>
        <source>{name} is not a GuiNet project: line {line}, column {column} is not JSON ({error}); choose a .guinet file.</source>
        <translation>{name} 不是 GuiNet 项目：第 {line} 行第 {column} 列不是 JSON（{error}）；请选择 .guinet 文件。</translation>
    </message>
    <message>
        <source>{owner} holds code written by hand that is not trusted on this machine ({names}): read it with `guinet trust FILE`, or in the window, and trust it if you know who wrote it.</source>
        <translation>{owner}含有手写代码，在此机器上未受信任（{names}）：请用 `guinet trust FILE` 或在窗口中阅读它，如果知道作者是谁，再信任它。</translation>
    </message>
    <message>
        <source>{path} could not be saved ({error}): set GUINET_HOME to another folder.</source>
        <translation>无法保存 {path}（{error}）：请把 GUINET_HOME 设为其他文件夹。</translation>
    </message>
    <message>
        <source>is an integer of more than {most} digits, which no file takes</source>
        <translation>是超过 {most} 位的整数，没有文件能接受</translation>
    </message>
    <message>
        <source>should be a value, {&quot;argument&quot;: name}, {&quot;wire&quot;: port} or {&quot;float&quot;: &quot;inf&quot;}, but is another object</source>
        <translation>应是值、{&quot;argument&quot;: name}、{&quot;wire&quot;: port} 或 {&quot;float&quot;: &quot;inf&quot;}，却是别的对象</translation>
    </message>
    <message>
        <source>should read like &quot;node.port -&gt; node.port&quot;</source>
        <translation>应写成 &quot;node.port -&gt; node.port&quot; 的形式</translation>
    </message>
    <message>
        <source>should be a node and a port</source>
        <translation>应是节点和端口</translation>
    </message>
    <message>
        <source>{path} is missing or damaged: start a new run, or use the weights in {best}</source>
        <translation>{path} 缺失或已损坏：请开始新的运行，或使用 {best} 中的权重</translation>
    </message>
    <message>
        <source>There are no best weights in {folder}: train for at least one epoch</source>
        <translation>{folder} 中没有最佳权重：请至少训练一个轮次</translation>
    </message>
    <message>
        <source>{path} was written by a newer GuiNet: update GuiNet to go on with this run</source>
        <translation>{path} 由更新版本的 GuiNet 写入：请更新 GuiNet 后继续这次运行</translation>
    </message>
    <message>
        <source>There is no checkpoint in {folder}: start a new run</source>
        <translation>{folder} 中没有检查点：请开始新的运行</translation>
    </message>
    <message>
        <source>{path} is damaged ({error}): start a new run</source>
        <translation>{path} 已损坏（{error}）：请开始新的运行</translation>
    </message>
    <message>
        <source>{path} cannot be read ({error}): choose another file</source>
        <translation>无法读取 {path}（{error}）：请选择其他文件</translation>
    </message>
    <message>
        <source>{path} is not a weights file: choose a .safetensors or .pt file</source>
        <translation>{path} 不是权重文件：请选择 .safetensors 或 .pt 文件</translation>
    </message>
    <message>
        <source>{path} holds no state of a training: choose another checkpoint</source>
        <translation>{path} 不含训练状态：请选择其他检查点</translation>
    </message>
    <message>
        <source>The training goes on, but its checkpoint in {folder} could not be written: {error}</source>
        <translation>训练继续进行，但无法在 {folder} 中写入检查点：{error}</translation>
    </message>
    <message>
        <source>The training goes on, but its record could not be written: {reason}</source>
        <translation>训练继续进行，但无法写入其记录：{reason}</translation>
    </message>
    <message>
        <source>another program is writing to it</source>
        <translation>另一个程序正在写入</translation>
    </message>
    <message>
        <source>it cannot be opened</source>
        <translation>无法打开</translation>
    </message>
    <message>
        <source>it is damaged</source>
        <translation>已损坏</translation>
    </message>
    <message>
        <source>There is no run “{run}” in {folder}; there are: {known}.</source>
        <translation>{folder} 中没有运行“{run}”；现有：{known}。</translation>
    </message>
    <message>
        <source>There is no run “{run}” in {folder}, and no other: train first.</source>
        <translation>{folder} 中没有运行“{run}”，也没有其他运行：请先训练。</translation>
    </message>
    <message>
        <source>Run {run} is still running: stop it first</source>
        <translation>运行 {run} 仍在进行：请先停止</translation>
    </message>
    <message>
        <source>The weights of run {run} cannot be removed ({error}): close what uses them and try again</source>
        <translation>无法删除运行 {run} 的权重（{error}）：请关闭使用它们的程序后再试</translation>
    </message>
    <message>
        <source>{path} was written by a newer GuiNet (format {version}): update GuiNet to use it</source>
        <translation>{path} 由更新版本的 GuiNet 写入（格式 {version}）：请更新 GuiNet 后使用</translation>
    </message>
    <message>
        <source>The runs in {folder} cannot be written ({words}): choose another folder (--out on the command line), or save the project elsewhere</source>
        <translation>无法写入 {folder} 中的运行记录（{words}）：请选择其他文件夹（命令行中用 --out），或将项目保存到别处</translation>
    </message>
    <message>
        <source>{path} cannot be read ({error}): move it away to start a new record</source>
        <translation>无法读取 {path}（{error}）：请把它移走，以开始新的记录</translation>
    </message>
    <message>
        <source>The weights do not fit the network, which may have been changed since: {words}</source>
        <translation>权重与网络不符，网络可能已被更改：{words}</translation>
    </message>
    <message>
        <source>The weights do not fit the network, which may have been changed since: {reason}</source>
        <translation>权重与网络不符，网络可能已被更改：{reason}</translation>
    </message>
    <message>
        <source>The weights do not fit the network, which may have been changed since: {reason}, and {count} more</source>
        <translation>权重与网络不符，网络可能已被更改：{reason}，另有 {count} 处</translation>
    </message>
    <message>
        <source>it has {name}, which they lack</source>
        <translation>网络中有 {name}，权重中没有</translation>
    </message>
    <message>
        <source>{name} is {here} in it, but {there} in them</source>
        <translation>{name} 在网络中是 {here}，在权重中是 {there}</translation>
    </message>
    <message>
        <source>they hold {name}, which it lacks</source>
        <translation>权重中有 {name}，网络中没有</translation>
    </message>
    <message>
        <source>one number</source>
        <translation>一个数</translation>
    </message>
    <message>
        <source>The weights in {path} cannot be read ({error}): choose another checkpoint</source>
        <translation>无法读取 {path} 中的权重（{error}）：请选择其他检查点</translation>
    </message>
    <message>
        <source>{path} is damaged: the tensor {name} is not what was written; use another checkpoint</source>
        <translation>{path} 已损坏：张量 {name} 与写入时不同；请使用其他检查点</translation>
    </message>
    <message>
        <source>A picture can be svg, pdf or png, not “{format}”.</source>
        <translation>图片可以是 svg、pdf 或 png，不能是“{format}”。</translation>
    </message>
    <message>
        <source>The block {name} is empty: there is nothing to draw; add a node to it.</source>
        <translation>模块 {name} 是空的：没有可绘制的内容；请添加节点。</translation>
    </message>
    <message>
        <source>{file}: a chart is saved as .png, .svg or .csv; choose one of these endings</source>
        <translation>{file}：图表保存为 .png、.svg 或 .csv；请选择其中一种后缀</translation>
    </message>
    <message>
        <source>{path} could not be written ({reason}); choose another place</source>
        <translation>无法写入 {path}（{reason}）；请选择其他位置</translation>
    </message>
    <message>
        <source>There is no colour “{name}”: choose one of {known}.</source>
        <translation>没有名为“{name}”的颜色：请从 {known} 中选择一个。</translation>
    </message>
    <message>
        <source>{name} runs a backward pass of its own without create_graph: autograd keeps nothing of it, and no gradient passes through what came of it.</source>
        <translation>{name} 自行运行了没有 create_graph 的反向传播：autograd 不保留其任何记录，梯度也不会经过它的结果。</translation>
    </message>
    <message>
        <source>This was stopped before it had ended: ask for it again.</source>
        <translation>这在完成之前被停止了：请重新请求。</translation>
    </message>
    <message>
        <source>Results differ from the module&apos;s in their last digits.</source>
        <translation>结果与模块的结果在最后几位上不同。</translation>
    </message>
    <message>
        <source>{parts} of {name} are in another mode than {name}, and a graph has one mode: call .eval() on it first.</source>
        <translation>{name} 的 {parts} 与 {name} 本身处于不同的模式，而一个图只有一种模式：请先对它调用 .eval()。</translation>
    </message>
    <message>
        <source>Line {line}: a part of a tensor is changed in place, and the graph of {name} would not change the whole: write x[...] = value.</source>
        <translation>第 {line} 行：张量的一部分被就地修改，而 {name} 的图不会因此改变整个张量：请写成 x[...] = value。</translation>
    </message>
    <message>
        <source>The graph of {name} would not give what the module gives: not made.</source>
        <translation>{name} 的图给出的结果会与模块不同，因此没有生成。</translation>
    </message>
    <message>
        <source>The graph of {name} cannot run: {words}</source>
        <translation>{name} 的图无法运行：{words}</translation>
    </message>
    <message>
        <source>{name} has parameters of {dtype}, and layers of a graph have float32: pass it as .float(), and example_inputs of float32.</source>
        <translation>{name} 的参数是 {dtype}，而图中的层是 float32：请传入它的 .float() 以及 float32 的 example_inputs。</translation>
    </message>
    <message>
        <source>{names} of the module are not in the graph: forward does not use them under these names.</source>
        <translation>模块的 {names} 不在图中：forward 没有以这些名称使用它们。</translation>
    </message>
    <message>
        <source>{names} are in the graph under names that the module has not.</source>
        <translation>{names} 在图中的名称是模块所没有的。</translation>
    </message>
    <message>
        <source>{names} are one tensor in the module and several in the graph: they begin alike, and training changes each on its own.</source>
        <translation>{names} 在模块中是同一个张量，在图中却是多个：它们初始值相同，但训练会分别改变每一个。</translation>
    </message>
    <message>
        <source>In train mode results differ from the module&apos;s.</source>
        <translation>在训练模式下，结果与该模块的不同。</translation>
    </message>
    <message>
        <source>In train mode results differ from the module&apos;s of the same seed: random numbers are drawn in another order.</source>
        <translation>在训练模式下，同一种子的结果与模块的不同：随机数抽取的顺序不一样。</translation>
    </message>
    <message>
        <source>In eval mode results differ from the module&apos;s.</source>
        <translation>在评估模式下，结果与模块的不同。</translation>
    </message>
    <message>
        <source>The graph holds for a batch of this size alone; the size is written as a number in line {line}.</source>
        <translation>这张图只适用于这一批量大小；第 {line} 行把大小写成了数字。</translation>
    </message>
    <message>
        <source>{name} does different things in its different calls: use a module for each, or pass it tensors only.</source>
        <translation>{name} 在不同的调用中做不同的事：请为每种各用一个模块，或者只传入张量。</translation>
    </message>
    <message>
        <source>Line {line}: a tensor of {count} numbers that is in no state_dict is used: keep it as a buffer.</source>
        <translation>第 {line} 行：用到了一个有 {count} 个数、不在任何 state_dict 中的张量：请把它保存为缓冲区。</translation>
    </message>
    <message>
        <source>Line {line}: a tensor is used here that the module neither has nor computes: give it to the module.</source>
        <translation>第 {line} 行：这里用到的张量，模块既没有也没有计算：请把它交给模块。</translation>
    </message>
    <message>
        <source>{value} is no torch.nn.Module: pass an instance of one</source>
        <translation>{value} 不是 torch.nn.Module：请传入它的一个实例</translation>
    </message>
    <message>
        <source>example_inputs are a tensor, a tuple of tensors, or a dictionary of tensors by the names of forward&apos;s arguments</source>
        <translation>example_inputs 是一个张量、张量的元组，或以 forward 的参数名为键的张量字典</translation>
    </message>
    <message>
        <source>{name} does not run with these example_inputs: {words}</source>
        <translation>{name} 无法用这些 example_inputs 运行：{words}</translation>
    </message>
    <message>
        <source>In {other} mode it does not run with these inputs: {words}</source>
        <translation>在 {other} 模式下，它无法用这些输入运行：{words}</translation>
    </message>
    <message>
        <source>Line {line}: in {other} mode the module does something else here; the graph is what it does in {mode} mode.</source>
        <translation>第 {line} 行：在 {other} 模式下，模块在这里做的是别的；图是它在 {mode} 模式下所做的。</translation>
    </message>
    <message>
        <source>{name} does not run while it is recorded: {words}</source>
        <translation>{name} 在记录时无法运行：{words}</translation>
    </message>
    <message>
        <source>{name} has a backward of its own, which no graph has: here autograd derives it from what forward computes.</source>
        <translation>{name} 有自己的 backward，图中无法保留：这里由 autograd 根据 forward 的计算求导。</translation>
    </message>
    <message>
        <source>Line {line}: a value of type {name} has no place in a graph: use tensors and numbers.</source>
        <translation>第 {line} 行：类型为 {name} 的值不能放进图中：请使用张量和数字。</translation>
    </message>
    <message>
        <source>Line {line}: “{name}” takes a number out of a tensor while the module runs, so what follows would hold for these inputs alone: compute with tensors (torch.where, masks) instead.</source>
        <translation>第 {line} 行：“{name}” 在模块运行时从张量中取出一个数，因此后面的内容只适用于这些输入：请改用张量来计算（torch.where、掩码）。</translation>
    </message>
    <message>
        <source>Line {line}: this runs under torch.autocast, which no graph switches on or off: leave it to what runs the module.</source>
        <translation>第 {line} 行：这里在 torch.autocast 之下运行，而图不会开启或关闭它：请把它交给运行该模块的程序。</translation>
    </message>
    <message>
        <source>Line {line}: {name} is called and is no part of the module that calls it: make it an attribute of that.</source>
        <translation>第 {line} 行：{name} 被调用，但它不是调用它的模块的一部分：请把它设为那个模块的属性。</translation>
    </message>
    <message>
        <source>Line {line}: what derives from {name} cannot be drawn: keep one as an attribute instead.</source>
        <translation>第 {line} 行：由 {name} 派生的类无法画出：请改为把它作为属性。</translation>
    </message>
    <message>
        <source>The graph is of the module inside of {name}: its names are without “{prefix}”.</source>
        <translation>图画的是 {name} 里面的模块：名称中不带“{prefix}”。</translation>
    </message>
    <message>
        <source>{name} is a module of TorchScript, which cannot be followed: pass the module it was made of.</source>
        <translation>{name} 是 TorchScript 模块，无法跟踪：请传入生成它的原模块。</translation>
    </message>
    <message>
        <source>Changes are not being recorded for recovery ({error}): save often.</source>
        <translation>更改未能记录，无法用于恢复（{error}）：请经常保存。</translation>
    </message>
    <message>
        <source>A recovery log is damaged and was set aside as {path}: what it recorded is lost, open the last saved file.</source>
        <translation>一份恢复日志已损坏，已另存为 {path}：其中记录的更改已丢失，请打开最近一次保存的文件。</translation>
    </message>
    <message>
        <source>The recovery log {path} could not be read ({error}): mend that and start GuiNet again.</source>
        <translation>无法读取恢复日志 {path}（{error}）：请排除原因后重新启动 GuiNet。</translation>
    </message>
    <message>
        <source>The device “{device}” is not here; there is {devices}. Choose one of them (--device on the command line).</source>
        <translation>设备“{device}”在此处不存在；可用的有 {devices}。请选择其中之一（命令行中用 --device）。</translation>
    </message>
    <message>
        <source>{given} shapes are given for what enters, and the network’s inputs are {count}: give one for each</source>
        <translation>为输入给出了 {given} 个形状，而网络的输入有 {count} 个：请为每个输入各给一个</translation>
    </message>
    <message>
        <source>autograd records what tensors are made of, and this is of type {type}</source>
        <translation>autograd 记录的是张量由什么得来，而这是 {type} 类型</translation>
    </message>
    <message>
        <source>{file} is open in another window of GuiNet too, and what is saved last stays: close one of them, or save one under another name.</source>
        <translation>{file} 也在 GuiNet 的另一个窗口中打开着，最后保存的内容会留下：请关闭其中一个，或将其中一个另存为其他名称。</translation>
    </message>
</context>
<context>
    <name>Step</name>
    <message>
        <source>Add node</source>
        <translation>添加节点</translation>
    </message>
    <message>
        <source>Add the other branch</source>
        <translation>添加另一分支</translation>
    </message>
    <message>
        <source>Connect</source>
        <translation>连接</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Set argument</source>
        <translation>设置参数</translation>
    </message>
    <message>
        <source>Rename</source>
        <translation>重命名</translation>
    </message>
    <message>
        <source>Move</source>
        <translation>移动</translation>
    </message>
    <message>
        <source>Insert on wire</source>
        <translation>插入到连线</translation>
    </message>
    <message>
        <source>Duplicate</source>
        <translation>创建副本</translation>
    </message>
    <message>
        <source>Paste</source>
        <translation>粘贴</translation>
    </message>
    <message>
        <source>Cut</source>
        <translation>剪切</translation>
    </message>
    <message>
        <source>Add dot</source>
        <translation>添加转折点</translation>
    </message>
    <message>
        <source>Cut wires</source>
        <translation>剪断连线</translation>
    </message>
    <message>
        <source>Disconnect</source>
        <translation>断开连接</translation>
    </message>
    <message>
        <source>Reconnect</source>
        <translation>改接</translation>
    </message>
    <message>
        <source>Delete and reconnect</source>
        <translation>删除并重新连接</translation>
    </message>
    <message>
        <source>Pull out</source>
        <translation>抽出</translation>
    </message>
    <message>
        <source>Choose device</source>
        <translation>选择设备</translation>
    </message>
    <message>
        <source>Show me</source>
        <translation>替我完成</translation>
    </message>
    <message>
        <source>Set training</source>
        <translation>修改训练设置</translation>
    </message>
    <message>
        <source>Choose optimiser</source>
        <translation>选择优化器</translation>
    </message>
    <message>
        <source>Choose scheduler</source>
        <translation>选择学习率调度器</translation>
    </message>
    <message>
        <source>Add scheduler</source>
        <translation>添加调度器</translation>
    </message>
    <message>
        <source>Remove scheduler</source>
        <translation>移除调度器</translation>
    </message>
    <message>
        <source>Write notes</source>
        <translation>编写备注</translation>
    </message>
    <message>
        <source>Add note</source>
        <translation>添加便签</translation>
    </message>
    <message>
        <source>Write note</source>
        <translation>编写备注</translation>
    </message>
    <message>
        <source>Move note</source>
        <translation>移动便签</translation>
    </message>
    <message>
        <source>Delete note</source>
        <translation>删除便签</translation>
    </message>
    <message>
        <source>Write code</source>
        <translation>编写代码</translation>
    </message>
    <message>
        <source>Expose argument</source>
        <translation>公开参数</translation>
    </message>
    <message>
        <source>Expose no longer</source>
        <translation>取消公开</translation>
    </message>
    <message>
        <source>Frame</source>
        <translation>加框</translation>
    </message>
    <message>
        <source>Rename frame</source>
        <translation>重命名框</translation>
    </message>
    <message>
        <source>Frame&apos;s mode</source>
        <translation>框的模式</translation>
    </message>
    <message>
        <source>Collapse</source>
        <translation>折叠</translation>
    </message>
    <message>
        <source>Expand</source>
        <translation>展开</translation>
    </message>
    <message>
        <source>Hide ports</source>
        <translation>隐藏端口</translation>
    </message>
    <message>
        <source>Show ports</source>
        <translation>显示端口</translation>
    </message>
    <message>
        <source>Colour</source>
        <translation>颜色</translation>
    </message>
    <message>
        <source>Resize frame</source>
        <translation>调整框的大小</translation>
    </message>
    <message>
        <source>Remove frame</source>
        <translation>去掉框</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组合</translation>
    </message>
    <message>
        <source>Repeat</source>
        <translation>重复</translation>
    </message>
    <message>
        <source>Use the same layer</source>
        <translation>使用同一层</translation>
    </message>
    <message>
        <source>Use its own layer</source>
        <translation>使用自己的层</translation>
    </message>
    <message>
        <source>Tie parameters</source>
        <translation>绑定参数</translation>
    </message>
    <message>
        <source>Untie parameters</source>
        <translation>解除参数绑定</translation>
    </message>
    <message>
        <source>Ungroup</source>
        <translation>解组</translation>
    </message>
    <message>
        <source>Remove unused blocks</source>
        <translation>删除未用到的块</translation>
    </message>
    <message>
        <source>Set parameter groups</source>
        <translation>设置参数组</translation>
    </message>
    <message>
        <source>Set values</source>
        <translation>设置值</translation>
    </message>
    <message>
        <source>Add a rule for first values</source>
        <translation>添加初始值规则</translation>
    </message>
    <message>
        <source>Move a rule for first values</source>
        <translation>移动初始值规则</translation>
    </message>
    <message>
        <source>Remove rules for first values</source>
        <translation>删除初始值规则</translation>
    </message>
    <message>
        <source>Change a rule for first values</source>
        <translation>更改初始值规则</translation>
    </message>
    <message>
        <source>Freeze parameters</source>
        <translation>冻结参数</translation>
    </message>
    <message>
        <source>Unfreeze parameters</source>
        <translation>解冻参数</translation>
    </message>
    <message>
        <source>Let run</source>
        <translation>恢复运行</translation>
    </message>
    <message>
        <source>Mute</source>
        <translation>停用</translation>
    </message>
    <message>
        <source>Bypass</source>
        <translation>旁路</translation>
    </message>
    <message>
        <source>Take from a wire</source>
        <translation>取自连线</translation>
    </message>
    <message>
        <source>Write instead of wiring</source>
        <translation>改为手写</translation>
    </message>
    <message>
        <source>Align</source>
        <translation>对齐</translation>
    </message>
    <message>
        <source>Distribute</source>
        <translation>等距分布</translation>
    </message>
    <message>
        <source>Lay out</source>
        <translation>自动布局</translation>
    </message>
    <message>
        <source>Add data</source>
        <translation>添加数据</translation>
    </message>
    <message>
        <source>Load first values</source>
        <translation>读取初始值</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>Swap inputs</source>
        <translation>交换输入</translation>
    </message>
</context>
</TS>
