namespace Chatter.Web.Components;

/// <summary>Names the resource that holds what the pages say: <c>Resources/Components.Words.resx</c>.</summary>
public sealed class Words;
