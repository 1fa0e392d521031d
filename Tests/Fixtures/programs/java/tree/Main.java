public class Main {
    static final class Node {
        final Node left, right;
        final Integer value;

        Node(Node left, Integer value, Node right) { this.left = left; this.value = value; this.right = right; }

        int sum() {
            return (left == null ? 0 : left.sum()) + value + (right == null ? 0 : right.sum());
        }
    }

    public static void main(String[] arguments) {
        var good = new Node(new Node(null, 1, null), 2, new Node(null, 3, null));
        System.out.println(good.sum());
        try {
            System.out.println(new Node(good, null, null).sum());
        } catch (NullPointerException e) {
            throw new IllegalStateException("a tree with a hole", e);
        } finally {
            System.out.println("finally");
        }
    }
}
