# An error in the depth of a recursion, with a cause, that nobody rescues.
class Tree
  attr_reader :children

  def initialize(*children) = @children = children

  def leaves
    return 1 if children.empty?

    children.sum(&:leaves)
  end
end

begin
  puts Tree.new(Tree.new, Tree.new(Tree.new, Tree.new)).leaves
  Tree.new(Tree.new, 7).leaves
ensure
  puts 'ensured'
end
